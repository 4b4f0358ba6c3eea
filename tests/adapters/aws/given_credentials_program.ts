/** Calls AWS with given credentials, whatever the process finds in its environment, and prints for whom AWS took it. */
import { SdkEcrTokens } from "../../../src/adapters/aws/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../../../src/adapters/aws/sdk_security_token_service.ts";
import { ProcessEnvironment } from "../../../src/adapters/system/process_environment.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import type { Keys } from "../../fakes/aws/fake_aws.ts";
import { credentialsOf } from "./credentials_of.ts";
import { FixedEnvironment } from "./fixed_environment.ts";

/** What the program is told. */
export interface GivenCredentialsInput {
  readonly keys: Keys;
  readonly roleArn: string;
  /** The variables of our own decisions; those of the process when absent. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What the program prints. */
export interface GivenCredentialsOutput {
  readonly passwords?: readonly string[];
  /** The access key of the role's session. */
  readonly role?: string;
  /** The message of the first failure. */
  readonly error?: string;
}

const { keys, roleArn, variables }: GivenCredentialsInput = JSON.parse(Deno.args[0] ?? "");
const environment = variables === undefined ? new ProcessEnvironment() : new FixedEnvironment(variables);
const options = { environment, clock: () => new Date() };
const signal = AbortSignal.timeout(10_000);
const tokens = new SdkEcrTokens(options);
const sts = new SdkSecurityTokenService(options);
const credentials = credentialsOf(keys);

await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(await callAll())));
Deno.exit(0);

async function callAll(): Promise<GivenCredentialsOutput> {
  try {
    const passwords: string[] = [];
    for (const host of ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws"]) {
      passwords.push((await tokens.request(parseRegistry(host), credentials, { signal })).password.expose());
    }
    const request = { roleArn, sessionName: "alice" };
    const role = await sts.assumeRole(credentials, request, { region: "eu-west-1", signal });
    return { passwords, role: role.accessKeyId };
  } catch (error) {
    if (error instanceof AtmosEcrError) return { error: error.message };
    throw error;
  }
}
