/** Calls AWS with given credentials, whatever the process finds in its environment, and prints for whom AWS took it. */
import { SdkEcrTokens } from "../../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { SdkSecurityTokenService } from "../../../src/adapters/aws/calls/sdk_security_token_service.ts";
import { SdkSsoOidc } from "../../../src/adapters/aws/calls/sdk_sso_oidc.ts";
import { SdkSsoPortal } from "../../../src/adapters/aws/calls/sdk_sso_portal.ts";
import { ProcessEnvironment } from "../../../src/adapters/system/process_environment.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../src/domain/secret.ts";
import type { Keys } from "../../fakes/aws/fake_aws.ts";
import { credentialsOf } from "./credentials_of.ts";
import { FixedEnvironment } from "./fixed_environment.ts";

/** What the program is told. */
export interface GivenCredentialsInput {
  readonly keys: Keys;
  readonly roleArn: string;
  /** An access token of IAM Identity Center, for the permission set `Admin` of account 123456789012. */
  readonly accessToken: string;
  /** The variables of our own decisions; those of the process when absent. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What the program prints. */
export interface GivenCredentialsOutput {
  readonly passwords?: readonly string[];
  /** The access key of the role's session. */
  readonly role?: string;
  /** The access key of the permission set. */
  readonly permissionSet?: string;
  /** The message of the first failure. */
  readonly error?: string;
}

/** Prints what came of the {@linkcode GivenCredentialsInput} that is the only argument, and ends. */
export async function run([input = ""]: readonly string[]): Promise<void> {
  const output = await callAll(JSON.parse(input));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(output)));
  Deno.exit(0);
}

async function callAll(
  { keys, roleArn, accessToken, variables }: GivenCredentialsInput,
): Promise<GivenCredentialsOutput> {
  const environment = variables === undefined ? new ProcessEnvironment() : new FixedEnvironment(variables);
  const options = { environment, clock: () => new Date() };
  const signal = AbortSignal.timeout(10_000);
  const tokens = new SdkEcrTokens(options);
  const sts = new SdkSecurityTokenService(options);
  const oidc = new SdkSsoOidc(options);
  const portal = new SdkSsoPortal(options);
  const credentials = credentialsOf(keys);
  try {
    const passwords: string[] = [];
    for (const host of ["123456789012.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws"]) {
      passwords.push((await tokens.request(parseRegistry(host), credentials, { signal })).password.expose());
    }
    const request = { roleArn, sessionName: "alice" };
    const role = await sts.assumeRole(credentials, request, { region: "eu-west-1", signal });
    const sso = { region: "eu-west-1", signal };
    await oidc.register({ kind: "device" }, sso);
    const admin = { accountId: "123456789012", roleName: "Admin" };
    const permissionSet = await portal.roleCredentials(new Secret(accessToken), admin, sso);
    return { passwords, role: role.accessKeyId, permissionSet: permissionSet.accessKeyId };
  } catch (error) {
    if (error instanceof AtmosEcrError) return { error: error.message };
    throw error;
  }
}

if (import.meta.main) await run(Deno.args);
