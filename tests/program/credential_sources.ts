import { deepStrictEqual, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DEV, HUB, type World } from "./world.ts";
import type { CredentialSourceRow, OpenedSource } from "./opened_source.ts";
import {
  cacheFile,
  keyLines,
  keyVariables,
  NAME,
  profile,
  secretLine,
  sso,
  SSO_PRINCIPAL,
  SSO_PROFILE,
  SSO_SESSION,
  START_URL,
  webIdentity,
} from "./profile_sources.ts";
import { container, hasIpv6, instance } from "./metadata_services.ts";

const DEPLOY = new RegExp(`${DEV}:assumed-role/deploy/`);
const BUILDER = new RegExp(`${HUB}:user/builder$`);

/** The rows. What a profile says stands in `~/.aws/config` under a name that only the AWS CLI's grammar accepts. */
export const CREDENTIAL_SOURCES: readonly CredentialSourceRow[] = [
  {
    name: "keys of a profile",
    open: (world) =>
      profile(`aws_access_key_id: ${world.user.accessKeyId}\n${secretLine(world.user)}`, BUILDER),
  },
  {
    name: "a role over a profile",
    open: (world) =>
      profile(`role_arn = ${world.role.arn}\nsource_profile = base\n`, DEPLOY, {
        ".aws/credentials": `[base]\n${keyLines(world.user)}`,
      }),
  },
  {
    name: "a chain of two roles",
    open: (world) => {
      const last = world.aws.role({ account: DEV, name: "last", trusts: [world.role.arn] });
      return profile(
        `role_arn = ${last.arn}\nsource_profile = first\n[profile first]\nrole_arn = ${world.role.arn}\nsource_profile = base\n`,
        new RegExp(`${DEV}:assumed-role/last/`),
        { ".aws/credentials": `[base]\n${keyLines(world.user)}` },
      );
    },
  },
  {
    name: "a role over the keys of variables, which go first",
    open: async (world) => ({
      ...await profile(`role_arn = ${world.role.arn}\ncredential_source = Environment\n`, BUILDER),
      env: { AWS_PROFILE: NAME, ...keyVariables(world.user) },
    }),
  },
  {
    name: "a role over instance metadata",
    open: async (world) => {
      const machine = world.aws.role({ account: HUB, name: "machine", trusts: ["*"] });
      const target = world.aws.role({ account: DEV, name: "target", trusts: [machine.arn] });
      const service = instance(world.aws.session(machine, { name: "i-1" }), "127.0.0.1");
      return {
        ...await profile(
          `role_arn = ${target.arn}\ncredential_source = Ec2InstanceMetadata\n`,
          new RegExp(`${DEV}:assumed-role/target/`),
        ),
        env: { AWS_PROFILE: NAME, ...service.env },
        close: service,
      };
    },
  },
  {
    name: "a role over a container",
    open: async (world) => {
      const task = world.aws.role({ account: HUB, name: "task", trusts: ["*"] });
      const target = world.aws.role({ account: DEV, name: "target", trusts: [task.arn] });
      const service = container(world.aws.session(task, { name: "t" }), "token");
      return {
        ...await profile(
          `role_arn = ${target.arn}\ncredential_source = EcsContainer\n`,
          new RegExp(`${DEV}:assumed-role/target/`),
        ),
        env: { AWS_PROFILE: NAME, ...service.env, AWS_CONTAINER_AUTHORIZATION_TOKEN: "token" },
        close: service,
      };
    },
  },
  {
    name: "a web identity of variables",
    open: async (world) => {
      const { roleArn, tokenFile, close } = await webIdentity(world);
      return {
        env: { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile },
        principal: new RegExp(`${DEV}:assumed-role/pod/`),
        close,
      };
    },
  },
  {
    name: "a web identity of a profile",
    open: async (world) => {
      const { roleArn, tokenFile, close } = await webIdentity(world);
      return {
        ...await profile(
          `role_arn = ${roleArn}\nweb_identity_token_file = ${tokenFile}\nrole_session_name = mine\n`,
          new RegExp(`${DEV}:assumed-role/pod/mine$`),
        ),
        close,
      };
    },
  },
  {
    name: "an sso-session that is valid",
    open: (world) => sso(world, { lifeSeconds: 3600 }),
  },
  {
    name: "an sso-session that must be renewed",
    open: async (world) => {
      const opened = await sso(world, { lifeSeconds: -60 });
      const file = join(world.sandbox.home, cacheFile("acme"));
      return {
        ...opened,
        check: async () => {
          const token = JSON.parse(await Deno.readTextFile(file));
          match(token.expiresAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          ok(Date.parse(token.expiresAt) > Date.now(), "it is kept for the AWS CLI");
          deepStrictEqual(token.other, "stays");
        },
      };
    },
  },
  {
    name: "an sso-session as the source of a role",
    open: async (world) => {
      const { files = {} } = await sso(world, { lifeSeconds: 3600 });
      const center = world.aws.role({ account: DEV, name: "target", trusts: ["*"] });
      return {
        ...await profile(
          `role_arn = ${center.arn}\nsource_profile = sso\n[profile sso]\nsso_session = acme\n${SSO_PROFILE}${SSO_SESSION}`,
          new RegExp(`${DEV}:assumed-role/target/`),
          { [cacheFile("acme")]: files[cacheFile("acme")] ?? "" },
        ),
      };
    },
  },
  {
    name: "SSO in the old form",
    open: async (world) => {
      const { files = {} } = await sso(world, { lifeSeconds: 3600 });
      return await profile(
        `sso_start_url = ${START_URL}\nsso_region = us-east-1\n${SSO_PROFILE}`,
        SSO_PRINCIPAL,
        { [cacheFile(START_URL)]: files[cacheFile("acme")] ?? "" },
      );
    },
  },
  {
    name: "credential_process",
    ignore: Deno.build.os === "windows",
    open: (world) => {
      const { accessKeyId, secretAccessKey } = world.user;
      const answer = JSON.stringify({
        Version: 1,
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
      });
      return profile(`credential_process = printf '%s' '${answer}'\n`, BUILDER);
    },
  },
  {
    name: "the cache of aws login",
    open: (world) => {
      const session = `arn:aws:iam::${HUB}:user/builder`;
      const keys = world.aws.session(world.role, { name: "me" });
      const hash = createHash("sha256").update(session).digest("hex");
      return profile(`login_session = ${session}\n`, DEPLOY, {
        [`.aws/login/cache/${hash}.json`]: JSON.stringify({
          accessToken: {
            accessKeyId: keys.accessKeyId,
            secretAccessKey: keys.secretAccessKey,
            sessionToken: keys.sessionToken,
            accountId: HUB,
            expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
          },
          tokenType: "aws_sigv4",
          clientId: "arn:aws:signin:::devtools/same-device",
          refreshToken: "r",
          idToken: "i",
          dpopKey: "k",
        }),
      });
    },
  },
  {
    name: "instance metadata by IPv4",
    open: (world) => onInstance(world, "127.0.0.1"),
  },
  {
    name: "instance metadata by IPv6",
    ignore: !hasIpv6(),
    open: (world) => onInstance(world, "::1"),
  },
  {
    name: "a task of ECS",
    open: (world) => {
      const service = container(world.aws.session(world.role, { name: "task" }), "token");
      const env = { ...service.env, AWS_CONTAINER_AUTHORIZATION_TOKEN: "token" };
      return Promise.resolve({ env, principal: DEPLOY, close: service });
    },
  },
  {
    name: "EKS Pod Identity",
    open: (world) => {
      const service = container(world.aws.session(world.role, { name: "pod" }), "pod-token");
      const env = {
        ...service.env,
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: join(world.sandbox.home, "token"),
      };
      return Promise.resolve({ env, files: { token: "pod-token" }, principal: DEPLOY, close: service });
    },
  },
];

function onInstance(world: World, hostname: string): Promise<OpenedSource> {
  const service = instance(world.aws.session(world.role, { name: "i-1" }), hostname);
  return Promise.resolve({ env: service.env, principal: DEPLOY, close: service });
}
