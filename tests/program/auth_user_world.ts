import type { ProgramResult } from "../support/sandbox.ts";
import { HUB, World } from "./world.ts";

const YAML = `auth:
  realm: acme
  identities:
    Builder: {kind: aws/user, default: true}
    given: {kind: aws/user, credentials: {access_key_id: AKIAGIVENGIVENGIVEN1, secret_access_key: x}}
    role: {kind: aws/assume-role, via: {identity: Builder}, principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}}
  integrations:
    hub/ecr: {kind: aws/ecr, via: {identity: Builder}, spec: {registry: {account_id: "${HUB}", region: us-east-1}}}
`;

/** Variables for a keyring that is a file. */
export const FILE_KEYRING = { ATMOS_KEYRING_TYPE: "file", ATMOS_KEYRING_PASSWORD: "correct horse" };

/** A world with a user whose keys are nowhere yet. */
export async function worldOf(): Promise<World> {
  return await World.create(YAML);
}

/** Runs `auth user configure` without a terminal. */
export function configure(
  world: World,
  args: readonly string[] = [],
  { env = FILE_KEYRING, stdin = `${world.user.secretAccessKey}\n` }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
  } = {},
): Promise<ProgramResult> {
  const id = args.includes("--access-key-id") ? [] : ["--access-key-id", world.user.accessKeyId];
  return world.run(["auth", "user", "configure", "Builder", ...id, ...args], { env, stdin });
}
