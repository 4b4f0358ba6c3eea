import { ECRClient, type ECRClientConfig } from "@aws-sdk/client-ecr";
import { ECRPUBLICClient } from "@aws-sdk/client-ecr-public";
import { SSOClient } from "@aws-sdk/client-sso";
import { SSOOIDCClient } from "@aws-sdk/client-sso-oidc";
import { STSClient } from "@aws-sdk/client-sts";
import type { FakeAws, Keys } from "./fake_aws.ts";

/** What a test may change of a client. */
export type ClientOptions = Pick<ECRClientConfig, "region" | "maxAttempts" | "requestHandler">;

/** The part of a configuration that all clients share. */
type ClientConfig =
  & Required<Pick<ECRClientConfig, "endpoint" | "region" | "maxAttempts" | "credentials">>
  & Pick<ECRClientConfig, "requestHandler">;

const NO_KEYS: Keys = { accessKeyId: "", secretAccessKey: "", arn: "" };

/**
 * Real SDK clients that talk to a fake AWS: one attempt, in us-east-1, unless told otherwise. Use it with `using`, or their
 * connections stay open.
 */
export class SdkClients implements Disposable {
  readonly #aws: FakeAws;
  readonly #clients: { destroy(): void }[] = [];

  constructor(aws: FakeAws) {
    this.#aws = aws;
  }

  ecr(keys: Keys, options: ClientOptions = {}): ECRClient {
    return this.#keep(new ECRClient(this.#config(keys, options)));
  }

  ecrPublic(keys: Keys, options: ClientOptions = {}): ECRPUBLICClient {
    return this.#keep(new ECRPUBLICClient(this.#config(keys, options)));
  }

  sts(keys: Keys, options: ClientOptions = {}): STSClient {
    return this.#keep(new STSClient(this.#config(keys, options)));
  }

  /** Takes no keys: who has an access token is the person whom it was made for. */
  sso(options: ClientOptions = {}): SSOClient {
    return this.#keep(new SSOClient(this.#config(NO_KEYS, options)));
  }

  ssoOidc(options: ClientOptions = {}): SSOOIDCClient {
    return this.#keep(new SSOOIDCClient(this.#config(NO_KEYS, options)));
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.destroy();
  }

  #keep<Client extends { destroy(): void }>(client: Client): Client {
    this.#clients.push(client);
    return client;
  }

  #config(keys: Keys, options: ClientOptions): ClientConfig {
    const { arn: _arn, ...credentials } = keys;
    return { endpoint: this.#aws.url, region: "us-east-1", maxAttempts: 1, credentials, ...options };
  }
}

/** A signed request on its way out, in the two parts that a test tampers with. */
export interface OutgoingRequest {
  readonly headers: Record<string, string>;
  body: string;
}

/** Changes every request of a client after the SDK has signed it. */
export function tamper(client: ECRClient | STSClient, change: (request: OutgoingRequest) => void): void {
  const stack: Pick<ECRClient["middlewareStack"], "add"> = client.middlewareStack;
  stack.add(
    (next) => (args) => {
      if (!isOutgoingRequest(args.request)) throw new TypeError("Not an HTTP request of the SDK");
      change(args.request);
      args.request.headers["content-length"] = String(new TextEncoder().encode(args.request.body).byteLength);
      return next(args);
    },
    // The last step, which comes after the signature.
    { step: "deserialize", name: "tamper" },
  );
}

function isOutgoingRequest(value: unknown): value is OutgoingRequest {
  return typeof value === "object" && value !== null && "headers" in value && "body" in value;
}
