/**
 * The calls that tests make most, each by a client of its own: what a user of the fake would write.
 *
 * @module
 */
import { type AuthorizationData, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type AssumeRoleWithWebIdentityCommandOutput,
  type Credentials,
  GetCallerIdentityCommand,
  type GetCallerIdentityCommandOutput,
  GetSessionTokenCommand,
  type GetSessionTokenCommandInput,
} from "@aws-sdk/client-sts";
import type { FakeAws, Keys } from "./fake_aws.ts";
import { type ClientOptions, SdkClients } from "./sdk_clients.ts";

/** What a test may say of a call to ECR. */
export interface TokenOptions extends ClientOptions {
  readonly registryIds?: string[];
  readonly abortSignal?: AbortSignal;
}

/** ECR's GetAuthorizationToken. */
export async function getTokens(
  aws: FakeAws,
  keys: Keys,
  { registryIds, abortSignal, ...options }: TokenOptions = {},
): Promise<readonly AuthorizationData[]> {
  using sdk = new SdkClients(aws);
  const command = new GetAuthorizationTokenCommand(registryIds === undefined ? {} : { registryIds });
  const answer = await sdk.ecr(keys, options).send(command, abortSignal === undefined ? {} : { abortSignal });
  return answer.authorizationData ?? [];
}

/** The password in a token of ECR. */
export function passwordOf(token: Pick<AuthorizationData, "authorizationToken"> | undefined): string {
  const decoded = atob(token?.authorizationToken ?? "");
  if (!decoded.startsWith("AWS:")) throw new Error("Not a token for the user AWS");
  return decoded.slice("AWS:".length);
}

/** A password for the caller's own registry. */
export async function getPassword(aws: FakeAws, keys: Keys, options: TokenOptions = {}): Promise<string> {
  return passwordOf((await getTokens(aws, keys, options))[0]);
}

/** STS's GetCallerIdentity. */
export async function whoAmI(aws: FakeAws, keys: Keys): Promise<GetCallerIdentityCommandOutput> {
  using sdk = new SdkClients(aws);
  return await sdk.sts(keys).send(new GetCallerIdentityCommand({}));
}

/** STS's GetSessionToken. */
export async function getSessionToken(
  aws: FakeAws,
  keys: Keys,
  input: GetSessionTokenCommandInput = {},
): Promise<Credentials> {
  using sdk = new SdkClients(aws);
  return demandCredentials((await sdk.sts(keys).send(new GetSessionTokenCommand(input))).Credentials);
}

/** STS's AssumeRole. */
export async function assumeRole(
  aws: FakeAws,
  keys: Keys,
  input: Partial<AssumeRoleCommandInput>,
): Promise<Keys> {
  using sdk = new SdkClients(aws);
  const command = new AssumeRoleCommand({ RoleArn: "", RoleSessionName: "test", ...input });
  return keysOf(demandCredentials((await sdk.sts(keys).send(command)).Credentials));
}

/** STS's AssumeRoleWithWebIdentity: needs no keys. */
export async function assumeRoleWithWebIdentity(
  aws: FakeAws,
  input: Partial<AssumeRoleWithWebIdentityCommandInput>,
): Promise<AssumeRoleWithWebIdentityCommandOutput> {
  using sdk = new SdkClients(aws);
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: "",
    RoleSessionName: "test",
    WebIdentityToken: "",
    ...input,
  });
  return await sdk.sts({ accessKeyId: "", secretAccessKey: "", arn: "" }).send(command);
}

/** The credentials of an answer that must have some. */
export function demandCredentials(credentials: Credentials | undefined): Credentials {
  if (credentials === undefined) throw new Error("The answer has no credentials");
  return credentials;
}

/** Credentials of STS as keys to sign with. */
export function keysOf(credentials: Credentials): Keys {
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = credentials;
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, arn: "" };
}
