/** AWS takes at most one hour for a role that session credentials assume, whatever the role allows. */
import { deepStrictEqual } from "node:assert/strict";
import { Authenticator } from "../../../src/app/identities/authenticator.ts";
import { createIdentitySteps } from "../../../src/app/identities/identity_steps.ts";
import { resolveChain } from "../../../src/domain/identity/chain.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { memoryIdentityPorts } from "../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";
import { CONTEXT, NOW } from "./chain_process.ts";

/** What `principal.duration` says, and what is requested for a role after access keys, and for one after a session. */
const ROWS: readonly (readonly [duration: string, direct: number, chained: number])[] = [
  ["30m", 1800, 1800],
  ["3600", 3600, 3600],
  ["7200", 7200, 3600],
  ["2h", 7200, 3600],
  ["1d", 43_200, 3600],
];

Deno.test("a role that another identity's session assumes lasts one hour at most", async (t) => {
  for (const [duration, direct, chained] of ROWS) {
    await t.step(duration, async () => {
      const sts = new MemorySecurityTokenService(() => NOW);
      const role = (name: string, before: string): Plain => {
        const arn = `arn:aws:iam::222233334444:role/${name}`;
        sts.roles.set(arn, {});
        return {
          kind: "aws/assume-role",
          via: { identity: before },
          principal: { assume_role: arn, duration },
        };
      };
      const auth = authConfig(
        {
          identities: { me: { kind: "aws/ambient" }, near: role("near", "me"), far: role("far", "near") },
        } satisfies Record<string, Plain>,
      );
      const ambient = new MemoryAmbientCredentials({
        accessKeyId: "AKIAME",
        secretAccessKey: new Secret("x"),
      });
      const clock = (): Date => NOW;
      const authenticator = new Authenticator(
        createIdentitySteps(memoryIdentityPorts({ sts, ambient, clock })),
        {
          sessions: new MemoryIdentitySessions(),
          clock,
        },
      );
      await authenticator.credentials(resolveChain(auth, "far"), CONTEXT);
      deepStrictEqual(sts.calls.map(({ role }) => role?.durationSeconds), [direct, chained]);
    });
  }
});
