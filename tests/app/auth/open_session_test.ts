import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { beginSession, openSession, type SessionPorts } from "../../../src/app/auth/open_session.ts";
import { type SelectedIdentity, selectIdentity } from "../../../src/app/auth/select_identity.ts";
import { TokenIssuer } from "../../../src/app/credential/token_issuer.ts";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { CancelledError } from "../../../src/domain/errors/errors.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { MemoryEcrTokens } from "../../fakes/memory_ecr_tokens.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const ROLE = "arn:aws:iam::222233334444:role/one";
const YAML = `auth:
  identities:
    user: {kind: aws/user, credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: secret}}
    over-user: {kind: aws/assume-role, via: {identity: user}, principal: {assume_role: "${ROLE}"}}
    here: {kind: aws/ambient}
    over-here: {kind: aws/assume-role, via: {identity: here}, principal: {assume_role: "${ROLE}"}}
`;

/** Sessions whose writing can be held up, or fail. */
class SlowSessions extends MemoryIdentitySessions {
  hold: () => Promise<void> = () => Promise.resolve();

  override async write(...args: Parameters<MemoryIdentitySessions["write"]>): Promise<void> {
    await this.hold();
    await super.write(...args);
  }
}

interface World {
  readonly sessions: SlowSessions;
  readonly sts: MemorySecurityTokenService;
  readonly ports: SessionPorts;
  readonly selected: SelectedIdentity;
}

async function world(identity: string): Promise<World> {
  const sessions = new SlowSessions();
  const sts = new MemorySecurityTokenService();
  sts.roles.set(ROLE, {});
  const ambient = new MemoryAmbientCredentials({
    accessKeyId: "AKIA",
    secretAccessKey: new Secret("secret"),
  });
  const clock = (): Date => NOW;
  const steps = createIdentitySteps(memoryIdentityPorts({ sts, ambient, clock }));
  const ports = {
    issuer: new TokenIssuer(
      new Authenticator(steps, { sessions, clock }),
      ambient,
      new MemoryEcrTokens(clock),
    ),
    sessions,
    deadlines: () => new PatientDeadline(),
  };
  const selected = await selectIdentity(identity, {
    configurations: new MemoryConfigurations({ "atmos.yaml": YAML }),
    configSelection: NO_SELECTION,
    prompter: NON_INTERACTIVE_PROMPTER,
    identityVariable: undefined,
  });
  return { sessions, sts, ports, selected };
}

/** Identities whose session is stored by the walk of their chain, and after it. */
for (const identity of ["over-user", "over-here"]) {
  Deno.test(`a session of ${identity} can be used while it is being stored`, async () => {
    const { sessions, ports, selected } = await world(identity);
    const { promise, resolve } = Promise.withResolvers<void>();
    sessions.hold = () => promise;
    const isWritten = (): boolean => sessions.actions.includes(`write ${identity}`);
    const { credentials, stored, place, reused } = await beginSession(selected, ports);
    deepStrictEqual([credentials.sessionToken === undefined, reused, isWritten()], [false, false, false]);
    resolve();
    await stored;
    strictEqual(isWritten(), true);
    strictEqual(place?.identity, identity);
  });

  Deno.test(`openSession() of ${identity} ends when it is stored, and fails with what ends storing it`, async () => {
    const { sessions, ports, selected } = await world(identity);
    await openSession(selected, ports);
    strictEqual(sessions.actions.includes(`write ${identity}`), true);
    const interrupted = await world(identity);
    interrupted.sessions.hold = () => Promise.reject(new CancelledError());
    await rejects(openSession(interrupted.selected, interrupted.ports), CancelledError);
  });
}

Deno.test("a login that AWS denies ends when the sessions below it are stored", async () => {
  const { sessions, sts, ports, selected } = await world("over-user");
  const { promise, resolve } = Promise.withResolvers<void>();
  sessions.hold = () => promise;
  sts.roles.clear();
  let ended = false;
  const denied = rejects(beginSession(selected, ports), { code: "AWS_DENIED" }).then(() => ended = true);
  while (sts.calls.length < 2) await new Promise((done) => setTimeout(done));
  await new Promise((done) => setTimeout(done));
  strictEqual(ended, false);
  resolve();
  await denied;
  strictEqual(sessions.actions.includes("write user"), true);
});
