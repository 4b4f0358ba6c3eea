import { AwsError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { CallOptions, WebIdentityTokens } from "../../src/ports/aws.ts";

/** Tokens in memory: a job that has one gets it for any audience. */
export class MemoryWebIdentityTokens implements WebIdentityTokens {
  /** The audiences that were asked for, in order. */
  readonly audiences: string[] = [];
  readonly #token: string | undefined;

  /** @param token Undefined for a machine that is no job. */
  constructor(token?: string) {
    this.#token = token;
  }

  // deno-lint-ignore require-await -- what it throws must reject.
  async request(audience: string, { signal }: CallOptions): Promise<Secret> {
    signal.throwIfAborted();
    this.audiences.push(audience);
    if (this.#token !== undefined) return new Secret(this.#token);
    throw new AwsError("AWS_CREDENTIALS_MISSING", "Cannot get an identity token: this is no job", {
      hint: "Be one",
    });
  }
}
