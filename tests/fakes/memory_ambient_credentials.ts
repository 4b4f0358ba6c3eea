import { AwsError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import type { AmbientCredentials, CallOptions } from "../../src/ports/aws.ts";
import { untilEnded } from "./until_ended.ts";

/** An environment that offers the given credentials, or none. */
export class MemoryAmbientCredentials implements AmbientCredentials {
  /** How often they were asked for. */
  calls = 0;
  /** Set to fail with something else than missing credentials. */
  failure: AwsError | undefined;
  readonly #credentials: AwsCredentials | undefined;

  /** Offers the credentials, or none. */
  constructor(credentials?: AwsCredentials) {
    this.#credentials = credentials;
  }

  async resolve({ signal }: CallOptions): Promise<AwsCredentials> {
    await untilEnded(signal, { hanging: false });
    this.calls++;
    if (this.failure !== undefined) throw this.failure;
    if (this.#credentials !== undefined) return this.#credentials;
    throw new AwsError(
      "AWS_CREDENTIALS_MISSING",
      "Cannot get AWS credentials from the environment: there are none",
      {
        hint: "Run `aws sso login`",
      },
    );
  }
}
