import type { EcrToken } from "../../../src/domain/token/ecr_token.ts";
import { SdkEcrTokens } from "../../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../../../src/adapters/aws/calls/sdk_security_token_service.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import type { AwsCredentials } from "../../../src/domain/identity/credentials.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { type FakeAws, type Keys, startFakeAws } from "../../fakes/aws/fake_aws.ts";
import { credentialsOf } from "./credentials_of.ts";
import { FixedEnvironment } from "./fixed_environment.ts";

/** The registry that tests ask for. */
export const REGISTRY = parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com");

/** A service whose calls can be made to fail. */
export type LabService = "ecr" | "ecr-public" | "sts";

/** What differs from a lab in which all is well. */
export interface LabOptions {
  /** The adapters' clock. */
  readonly clock?: () => Date;
  /** Variables beside those that lead to the fake AWS. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A fake AWS with one user, and the adapters that call it. */
export class Lab implements AsyncDisposable {
  readonly aws: FakeAws;
  readonly keys: Keys;
  readonly credentials: AwsCredentials;
  readonly tokens: SdkEcrTokens;
  readonly sts: SdkSecurityTokenService;

  private constructor(aws: FakeAws, { clock = () => new Date(), variables = {} }: LabOptions) {
    const options = { environment: new FixedEnvironment({ ...aws.environment(), ...variables }), clock };
    this.aws = aws;
    this.keys = aws.user({ account: "123456789012", name: "alice" });
    this.credentials = credentialsOf(this.keys);
    this.tokens = new SdkEcrTokens(options);
    this.sts = new SdkSecurityTokenService(options);
  }

  static async open(options: LabOptions = {}): Promise<Lab> {
    return new Lab(await startFakeAws(), options);
  }

  /** A token of a registry. */
  token(
    service: Exclude<LabService, "sts">,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<EcrToken> {
    const registry = service === "ecr" ? REGISTRY : parseRegistry("public.ecr.aws");
    return this.tokens.request(registry, this.credentials, { signal });
  }

  /** Makes one call to a service. */
  call(service: LabService, signal: AbortSignal = new AbortController().signal): Promise<unknown> {
    if (service === "sts") {
      return this.sts.assumeRole(
        this.credentials,
        { roleArn: "arn:aws:iam::210987654321:role/deploy", sessionName: "alice", externalId: "x-1" },
        { region: "eu-west-1", signal },
      );
    }
    return this.token(service, signal);
  }

  /** The error that a call ends with. */
  async failure(service: LabService, signal?: AbortSignal): Promise<AtmosEcrError> {
    try {
      await this.call(service, signal);
    } catch (error) {
      if (error instanceof AtmosEcrError) return error;
      throw error;
    }
    throw new Error(`The call to ${service} did not fail`);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.aws.close();
  }
}
