import { AwsError } from "../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../src/domain/identity/credentials.ts";
import type { Registry } from "../../src/domain/registry/registry.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { EcrToken } from "../../src/domain/token/ecr_token.ts";
import type { CallOptions, EcrTokens } from "../../src/ports/aws.ts";
import { untilEnded } from "./until_ended.ts";

/** One request for a token. */
export interface TokenRequest {
  /** What a token is wanted for. */
  readonly registry: Registry;
  /** Whose keys signed it. */
  readonly accessKeyId: string;
}

/** What a password of {@linkcode MemoryEcrTokens} says of itself. */
export interface MemoryPassword {
  /** Whose it is. */
  readonly accessKeyId: string;
  /** For which of the two services. */
  readonly service: Registry["service"];
  /** Where it was made. */
  readonly region: string;
}

/** ECR in memory: whom it does not deny gets a token, whose password tells for whom and where it was made. */
export class MemoryEcrTokens implements EcrTokens {
  /** Every request, in order. */
  readonly requests: TokenRequest[] = [];
  /** Registries that were announced, in order. */
  readonly expected: string[] = [];
  /** Access key ids that are refused. */
  readonly denied: Set<string> = new Set();
  /** Set to answer a request with an error; undefined lets it through. */
  failure: ((request: TokenRequest) => AwsError | undefined) | undefined;
  /** Set to answer nothing until the signal ends the call. */
  hanging = false;
  /** Seconds that tokens live. */
  lifeSeconds = 43_200;
  readonly #now: () => Date;

  /** Makes tokens. @param now When tokens are made; the real time when left out. */
  constructor(now: () => Date = () => new Date()) {
    this.#now = now;
  }

  expect({ host }: Registry): void {
    this.expected.push(host);
  }

  async request(registry: Registry, credentials: AwsCredentials, { signal }: CallOptions): Promise<EcrToken> {
    await untilEnded(signal, { hanging: false });
    const { accessKeyId } = credentials;
    const request = { registry, accessKeyId };
    this.requests.push(request);
    await untilEnded(signal, this);
    const failure = this.failure?.(request);
    if (failure !== undefined) throw failure;
    if (this.denied.has(accessKeyId)) {
      throw new AwsError("AWS_DENIED", `Cannot get an ECR token for "${registry.host}": AWS denied access`);
    }
    const password: MemoryPassword = { accessKeyId, service: registry.service, region: registry.region };
    return {
      username: "AWS",
      password: new Secret(JSON.stringify(password)),
      expiresAt: new Date(this.#now().getTime() + this.lifeSeconds * 1000),
    };
  }
}
