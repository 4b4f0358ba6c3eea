import { rejects, strictEqual } from "node:assert/strict";
import { openSession, requireKept, type SessionPorts } from "../../../src/app/auth/open_session.ts";
import type { SelectedIdentity } from "../../../src/app/auth/select_identity.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { authConfig } from "../../support/config_tree.ts";
import { AUTH, FAR as FAR_ROLE, minutes, placeOf, Process } from "../identities/chain_process.ts";

const FAR = {
  chain: resolveChain(AUTH, "far"),
  loaded: { config: { realm: { value: "acme" } } },
} as unknown as SelectedIdentity;

function portsOf(sessions: MemoryIdentitySessions): SessionPorts {
  return { issuer: new Process(sessions).issuer, sessions, deadlines: () => new PatientDeadline() };
}

Deno.test("programs use the session that another process opens at the same time", async () => {
  const sessions = new MemoryIdentitySessions();
  const other = session("other", { expiresAt: minutes(60) });
  const { write } = sessions;
  sessions.write = async (place, ...rest) => {
    await write.call(sessions, place, ...rest);
    if (place.identity === "far") sessions.keepMarked(place, other);
  };
  const opened = await openSession(FAR, portsOf(sessions));
  await requireKept(opened, sessions);
  strictEqual((await sessions.read(placeOf("far")))?.accessKeyId, other.accessKeyId);
});

Deno.test("programs use no session that another process has made with other keys of a keyring", async () => {
  const auth = authConfig({
    identities: {
      me: { kind: "aws/user" },
      far: { kind: "aws/assume-role", via: { identity: "me" }, principal: { assume_role: FAR_ROLE } },
    },
  });
  const far = { ...FAR, chain: resolveChain(auth, "far") };
  const keys = {
    kind: "keys",
    accessKeyId: "AKIANEW",
    secretAccessKey: new Secret("new"),
    from: "a keyring",
  } as const;
  for (const accessKeyId of ["AKIANEW", "AKIAOLD"]) {
    const sessions = new MemoryIdentitySessions();
    const { write } = sessions;
    sessions.write = async (place, ...rest) => {
      await write.call(sessions, place, ...rest);
      const other = session("other", { expiresAt: minutes(60) });
      if (place.identity === "far") sessions.keepMarked({ ...place, keys: accessKeyId }, other);
    };
    const storedKeys = [{ find: () => Promise.resolve(keys) }];
    const { issuer } = new Process(sessions, undefined, { storedKeys });
    const opened = await openSession(far, { ...portsOf(sessions), issuer });
    const used = requireKept(opened, sessions);
    await (accessKeyId === "AKIANEW" ? used : rejects(used, { code: "STATE_UNUSABLE" }));
  }
});

Deno.test("programs need a session that is stored, and not one that is over", async () => {
  for (const before of [undefined, session("old", { expiresAt: minutes(5) })]) {
    const sessions = new MemoryIdentitySessions();
    if (before !== undefined) sessions.keepMarked(placeOf("far"), before);
    sessions.write = () => Promise.resolve();
    const opened = await openSession(FAR, portsOf(sessions));
    await rejects(requireKept(opened, sessions), { code: "STATE_UNUSABLE" });
  }
});
