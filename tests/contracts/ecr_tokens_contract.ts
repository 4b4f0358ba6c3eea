import assert from "node:assert/strict";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { EcrToken } from "../../src/domain/token/ecr_token.ts";
import type { EcrTokens } from "../../src/ports/aws.ts";
import { leakChecked } from "../fakes/http/leak_checked.ts";

/** For whom and where a token was made, as what stands behind the port tells. */
export interface TokenOrigin {
  /** Whose it is. */
  readonly principal: string;
  /** For which of the two services. */
  readonly service: "ecr" | "ecr-public";
  /** Where it was made. */
  readonly region: string;
}

/** A source of tokens under test, and what stands behind it. */
export interface TokensUnderTest extends AsyncDisposable {
  /** What is tested. */
  readonly tokens: EcrTokens;
  /** Keys of two users who may have tokens. */
  readonly users: readonly [AwsCredentials, AwsCredentials];
  /** From now on a user may not. */
  deny(user: AwsCredentials): void;
  /** From now on nothing is answered. */
  hang(): void;
  /** How many requests have arrived. */
  count(): number;
  /** What a token says of itself. */
  describe(token: EcrToken): TokenOrigin;
}

const PRIVATE = parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
const SIGNAL = new AbortController().signal;

/** The promises of {@linkcode EcrTokens}, registered as tests for one implementation of it. */
export function testEcrTokens(name: string, create: () => Promise<TokensUnderTest>): void {
  const test = (criterion: string, run: (subject: TokensUnderTest) => Promise<void>): void =>
    Deno.test(leakChecked(`${name} ${criterion}`, async () => {
      await using subject = await create();
      await run(subject);
    }));

  test("gives a token that is good from now on", async ({ tokens, users: [user] }) => {
    const token = await tokens.request(PRIVATE, user, { signal: SIGNAL });
    assert.equal(token.username, "AWS");
    assert.notEqual(token.password.expose(), "");
    assert.ok(token.expiresAt.getTime() > Date.now());
  });

  test(
    "gives a token for the user, service and region that are asked for",
    async ({ tokens, users, describe }) => {
      const principals = new Set<string>();
      for (const user of users) {
        for (
          const host of [
            PRIVATE.host,
            "123456789012.dkr.ecr.us-west-2.amazonaws.com",
            "123456789012.dkr.ecr-fips.us-east-1.amazonaws.com",
            "123456789012.dkr-ecr.eu-west-1.on.aws",
            "public.ecr.aws",
            "ecr-public.aws.com",
          ]
        ) {
          const registry = parseRegistry(host);
          const { principal, service, region } = describe(
            await tokens.request(registry, user, { signal: SIGNAL }),
          );
          assert.deepEqual({ service, region }, { service: registry.service, region: registry.region }, host);
          principals.add(principal);
        }
      }
      assert.equal(principals.size, 2);
    },
  );

  test(
    "makes one request for each token, and keeps none",
    async ({ tokens, users: [user], count }) => {
      const first = await tokens.request(PRIVATE, user, { signal: SIGNAL });
      const second = await tokens.request(PRIVATE, user, { signal: SIGNAL });
      assert.equal(count(), 2);
      assert.deepEqual([first.username, second.username], ["AWS", "AWS"]);
    },
  );

  test(
    "refuses whom AWS refuses, and nobody else",
    async ({ tokens, users: [user, other], deny }) => {
      deny(user);
      await assert.rejects(tokens.request(PRIVATE, user, { signal: SIGNAL }), (error) => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.code, "AWS_DENIED");
        assert.match(error.message, /^Cannot .*"123456789012\.dkr\.ecr\.eu-west-1\.amazonaws\.com"/);
        return true;
      });
      await tokens.request(PRIVATE, other, { signal: SIGNAL });
    },
  );

  test(
    "asks nothing when the signal has ended before",
    async ({ tokens, users: [user], count }) => {
      const reason = new CancelledError();
      await assert.rejects(
        tokens.request(PRIVATE, user, { signal: AbortSignal.abort(reason) }),
        (error) => error === reason,
      );
      assert.equal(count(), 0);
    },
  );

  test(
    "ends with the user's reason when the user ends it",
    async ({ tokens, users: [user], hang }) => {
      hang();
      const controller = new AbortController();
      const reason = new CancelledError();
      const request = tokens.request(PRIVATE, user, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      await assert.rejects(request, (error) => error === reason);
    },
  );

  test(
    "says that AWS cannot be reached when a deadline ends it",
    async ({ tokens, users: [user], hang }) => {
      hang();
      const controller = new AbortController();
      const request = tokens.request(PRIVATE, user, { signal: controller.signal });
      setTimeout(() => controller.abort(new DOMException("No end within 0.05 s", "TimeoutError")), 50);
      await assert.rejects(request, { name: "AwsError", code: "AWS_UNREACHABLE" });
    },
  );

  test("shows no password", async ({ tokens, users: [user] }) => {
    const token = await tokens.request(PRIVATE, user, { signal: SIGNAL });
    assert.ok(token.password instanceof Secret);
    assert.ok(!Deno.inspect(token).includes(token.password.expose()));
    assert.ok(!JSON.stringify(token).includes(token.password.expose()));
  });
}
