import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import type { SessionPlace } from "../../../src/domain/identity/session_place.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { AUTH, CONTEXT, FAR, HOST, Process } from "./chain_process.ts";

/** Sessions that are stored when the test says so. */
class SlowSessions extends MemoryIdentitySessions {
  readonly gate = Promise.withResolvers<void>();

  override async write(place: SessionPlace, credentials: AwsCredentials): Promise<void> {
    await this.gate.promise;
    await super.write(place, credentials);
  }

  get written(): string[] {
    return this.actions.filter((action) => action.startsWith("write "));
  }
}

const WRITES = ["write me", "write dev", "write far"];

Deno.test("AWS is asked while sessions are being stored, and nothing is given out before they are", async () => {
  const sessions = new SlowSessions();
  const process = new Process(sessions);
  let isDone = false;
  const token = process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT).then((token) => {
    isDone = true;
    return token;
  });
  while (process.tokens.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  strictEqual(process.tokens.requests.length, 1);
  deepStrictEqual([sessions.written, isDone], [[], false]);
  sessions.gate.resolve();
  await token;
  deepStrictEqual(sessions.written, WRITES);
});

Deno.test("the credentials of a chain are given out when their sessions are stored", async () => {
  const sessions = new SlowSessions();
  const taken = new Process(sessions).take("far");
  strictEqual(
    await Promise.race([taken.then(() => "taken"), new Promise((resolve) => setTimeout(resolve, 20))]),
    undefined,
  );
  sessions.gate.resolve();
  await taken;
  deepStrictEqual(sessions.written, WRITES);
});

Deno.test("the sessions of a walk that fails later are stored before it ends", async () => {
  const sessions = new SlowSessions();
  const process = new Process(sessions);
  process.sts.roles.delete(FAR);
  setTimeout(() => sessions.gate.resolve(), 5);
  await rejects(process.issuer.issue(HOST, resolveChain(AUTH, "far"), CONTEXT));
  deepStrictEqual(sessions.written, WRITES.slice(0, 2));
});
