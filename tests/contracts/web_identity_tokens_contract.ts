import { match, ok, rejects } from "node:assert/strict";
import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";
import type { WebIdentityTokens } from "../../src/ports/aws.ts";

/** A job that may have tokens, and a machine that is no job. */
export interface TokensUnderTest extends AsyncDisposable {
  readonly job: WebIdentityTokens;
  readonly elsewhere: WebIdentityTokens;
}

const SIGNAL = new AbortController().signal;

/** The promises of {@linkcode WebIdentityTokens}, registered as tests for one implementation of it. */
export function testWebIdentityTokens(name: string, create: () => Promise<TokensUnderTest>): void {
  Deno.test(`${name} gives a job a token, which does not print`, async () => {
    await using test = await create();
    const token = await test.job.request("sts.amazonaws.com", { signal: SIGNAL });
    match(token.expose(), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    ok(!Deno.inspect(token).includes(token.expose()));
  });

  Deno.test(`${name} returns nothing outside a job, with a hint`, async () => {
    await using test = await create();
    await rejects(
      test.elsewhere.request("sts.amazonaws.com", { signal: SIGNAL }),
      (error) =>
        error instanceof AwsError && error.code === "AWS_CREDENTIALS_MISSING" && error.hint !== undefined,
    );
  });

  Deno.test(`${name} makes no call if the signal is already aborted`, async () => {
    await using test = await create();
    const reason = new CancelledError();
    await rejects(
      test.job.request("sts.amazonaws.com", { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
  });
}
