import { deepStrictEqual, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { DEV, HUB, type World } from "./world.ts";

/** One place of credentials, as it is set up in a home. */
export interface CredentialSourceRow {
  readonly name: string;
  readonly ignore?: boolean;
  open(world: World): Promise<OpenedSource>;
}

/** A place that is there. */
export interface OpenedSource {
  /** Files below the home. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whose credentials they are. */
  readonly principal: RegExp;
  /** What must hold in the end. */
  check?(): Promise<void>;
  readonly close?: AsyncDisposable;
}

const START_URL = "https://acme.awsapps.com/start";
const SSO_SESSION = `[sso-session acme]\nsso_start_url = ${START_URL}\nsso_region = us-east-1\n`;
const SSO_PROFILE = `sso_account_id = ${HUB}\nsso_role_name = Pull\n`;
const SSO_PRINCIPAL = new RegExp(`${HUB}:assumed-role/AWSReservedSSO_Pull_`);
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

/** Sets a source up in the home of a world. */
export async function openSource(
  row: CredentialSourceRow,
  world: World,
): Promise<OpenedSource & AsyncDisposable> {
  const opened = await row.open(world);
  for (const [path, text] of Object.entries(opened.files ?? {})) {
    const file = join(world.sandbox.home, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
  return { ...opened, [Symbol.asyncDispose]: async () => await opened.close?.[Symbol.asyncDispose]() };
}

const NAME = "my work (eu)";

function profile(
  settings: string,
  principal: RegExp,
  files: Readonly<Record<string, string>> = {},
  name = NAME,
): Promise<OpenedSource> {
  const config = `# mine\n[profile '${name}'] # for work\n${settings}`;
  return Promise.resolve({
    files: { ".aws/config": config, ...files },
    env: { AWS_PROFILE: name },
    principal,
  });
}

function keyLines(keys: Keys): string {
  return `aws_access_key_id = ${keys.accessKeyId}\n${secretLine(keys)}`;
}

function secretLine({ secretAccessKey }: Keys): string {
  return `AWS_SECRET_ACCESS_KEY = ${secretAccessKey}\n`;
}

function keyVariables({ accessKeyId, secretAccessKey }: Keys): Readonly<Record<string, string>> {
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

async function sso(world: World, life: { readonly lifeSeconds: number }): Promise<OpenedSource> {
  const center = world.aws.identityCenter({ startUrl: START_URL, region: "us-east-1" });
  center.assign({ id: HUB, name: "hub" }, "Pull");
  const token = JSON.stringify({ ...center.issueSession(life), other: "stays" });
  return await profile(`sso_session = acme\n${SSO_PROFILE}${SSO_SESSION}`, SSO_PRINCIPAL, {
    [cacheFile("acme")]: token,
  });
}

function cacheFile(key: string): string {
  return `.aws/sso/cache/${createHash("sha1").update(key).digest("hex")}.json`;
}

async function webIdentity(
  world: World,
): Promise<{ readonly roleArn: string; readonly tokenFile: string; readonly close: AsyncDisposable }> {
  const actions = await startFakeActionsOidc();
  const provider = world.aws.oidcProvider({
    account: DEV,
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  const role = world.aws.role({ account: DEV, name: "pod", trusts: [provider] });
  const tokenFile = join(world.sandbox.home, "token");
  await Deno.writeTextFile(tokenFile, await actions.token("sts.amazonaws.com"));
  return { roleArn: role.arn, tokenFile, close: actions };
}

function onInstance(world: World, hostname: string): Promise<OpenedSource> {
  const service = instance(world.aws.session(world.role, { name: "i-1" }), hostname);
  return Promise.resolve({ env: service.env, principal: DEPLOY, close: service });
}

/** A metadata service of version 2 alone. */
function instance(
  keys: Keys,
  hostname: string,
): AsyncDisposable & { readonly env: Readonly<Record<string, string>> } {
  const roles = "/latest/meta-data/iam/security-credentials/";
  const server = serve(hostname, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/latest/api/token") {
      return request.method === "PUT" && request.headers.has("x-aws-ec2-metadata-token-ttl-seconds")
        ? new Response("imds-token")
        : new Response(null, { status: 400 });
    }
    if (request.headers.get("x-aws-ec2-metadata-token") !== "imds-token") {
      return new Response(null, { status: 401 });
    }
    if (pathname === roles) return new Response("machine");
    return pathname === `${roles}machine` ? answer(keys) : new Response(null, { status: 404 });
  });
  return {
    ...server,
    env: {
      AWS_EC2_METADATA_DISABLED: "false",
      AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
      // Metadata goes past any proxy: this one does not exist.
      HTTP_PROXY: "http://127.0.0.1:1",
    },
  };
}

function container(
  keys: Keys,
  token: string,
): AsyncDisposable & { readonly env: Readonly<Record<string, string>> } {
  const server = serve(
    "127.0.0.1",
    (request) =>
      request.headers.get("authorization") === token ? answer(keys) : new Response(null, { status: 401 }),
  );
  return {
    ...server,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/v1/credentials`,
      HTTP_PROXY: "http://127.0.0.1:1",
    },
  };
}

function answer({ accessKeyId, secretAccessKey, sessionToken }: Keys): Response {
  return Response.json({
    Code: "Success",
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

function serve(
  hostname: string,
  handler: (request: Request) => Response,
): AsyncDisposable & { readonly url: string } {
  const server = Deno.serve({ hostname, port: 0, onListen: () => {} }, handler);
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}
