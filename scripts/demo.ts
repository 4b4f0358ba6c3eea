/**
 * The main job, shown: a real `atmos.yaml` with two accounts and a chain of roles, the real program, and an AWS and a registry that run
 * inside of this script, on loopback. Nothing is left behind.
 */
import { get } from "node:http";
import { join } from "node:path";
import { startFakeAws } from "../tests/fakes/aws/fake_aws.ts";
import { startFakeRegistry } from "../tests/fakes/registry/fake_registry.ts";
import { Sandbox } from "../tests/support/sandbox.ts";

const HUB = "111122223333";
const DEV = "222233334444";
const PROD = "333344445555";
const DEV_HOST = `${DEV}.dkr.ecr.us-east-1.amazonaws.com`;
const PROD_HOST = `${PROD}.dkr.ecr.eu-west-1.amazonaws.com`;

const ATMOS_YAML = `auth:
  identities:
    builder:                       # an IAM user of account ${HUB}
      kind: aws/user
      credentials:
        access_key_id: !env BUILDER_KEY
        secret_access_key: !env BUILDER_SECRET
    dev:                           # builder → a role in ${DEV}
      kind: aws/assume-role
      default: true
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::${DEV}:role/deploy"}
    prod:                          # builder → dev → a role in ${PROD}
      kind: aws/assume-role
      via: {identity: dev}
      principal: {assume_role: "arn:aws:iam::${PROD}:role/deploy"}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
    prod/ecr:
      kind: aws/ecr
      via: {identity: prod}
      spec: {registry: {account_id: "${PROD}", region: eu-west-1}}
`;

/** A configuration as people have it: the demo must leave all of it as it is. */
const DOCKER_CONFIG = `{
\t"HttpHeaders": {"User-Agent": "Docker-Client"},
\t"psFormat": "table {{.ID}}\\\\t{{.Names}}"
}`;

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

function heading(text: string): void {
  say(`\n── ${text} ${"─".repeat(Math.max(0, 74 - text.length))}\n`);
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, "  ");
}

/** Asks a registry for a manifest, as Docker would: by its real host name, with the login from the file. */
function fetchManifest(url: string, host: string, auth: string | undefined): Promise<string> {
  const { hostname, port } = new URL(url);
  const headers = { host, ...(auth === undefined ? {} : { authorization: `Basic ${auth}` }) };
  return new Promise((resolve, reject) => {
    get({ hostname, port, path: "/v2/app/manifests/latest", headers }, (response) => {
      response.resume();
      const type = response.headers["content-type"] ?? "";
      response.on("end", () => resolve(`HTTP ${response.statusCode} ${type}`));
    }).on("error", reject);
  });
}

async function demo(): Promise<void> {
  await using aws = await startFakeAws();
  await using registry = await startFakeRegistry({
    host: DEV_HOST,
    accept: (password, { account, region }) => aws.checkPassword(password, { account, region }),
  });
  await using sandbox = await Sandbox.create({ "atmos.yaml": ATMOS_YAML });

  const builder = aws.user({ account: HUB, name: "builder" });
  const devRole = aws.role({ account: DEV, name: "deploy", trusts: [builder.arn] });
  aws.role({ account: PROD, name: "deploy", trusts: [devRole.arn] });
  for (const host of [DEV_HOST, PROD_HOST]) registry.seed({ repository: "app", tag: "latest", host });
  await sandbox.writeDockerConfig(DOCKER_CONFIG);

  const run = async (...args: string[]): Promise<void> => {
    say(`$ atmos-ecr ${args.join(" ")}`);
    const { code, stdout, stderr } = await sandbox.run(args, {
      env: {
        ...aws.environment(),
        BUILDER_KEY: builder.accessKeyId,
        BUILDER_SECRET: builder.secretAccessKey,
      },
    });
    const output = indented(stdout + stderr).replaceAll(sandbox.home, "~");
    if (output !== "") say(output);
    if (code !== 0) throw new Error(`atmos-ecr ${args.join(" ")} exited with code ${code}`);
  };
  const sayAsked = (since: number): void => {
    const calls = aws.requests.slice(since).map(({ service, action }) => `${service}:${action}`);
    say(`\n  asked of AWS: ${calls.join(", ")}`);
  };
  const showFile = async (): Promise<void> => {
    const text = await sandbox.readDockerConfig() ?? "";
    say("$ cat ~/.docker/config.json");
    say(indented(text.replaceAll(/("auth": ")([^"]{12})[^"]*"/g, '$1$2…"')));
  };
  const pull = async (host: string, expected: number): Promise<void> => {
    const config: { auths?: Record<string, { auth?: string }> } = JSON.parse(
      await sandbox.readDockerConfig() ?? "{}",
    );
    const answer = await fetchManifest(registry.url, host, config.auths?.[host]?.auth);
    say(`GET https://${host}/v2/app/manifests/latest\n  ${answer}`);
    if (!answer.startsWith(`HTTP ${expected} `)) throw new Error(`Expected HTTP ${expected}`);
  };

  heading("The configuration that a team keeps");
  say("$ cat atmos.yaml");
  say(indented(ATMOS_YAML));

  heading("What it means");
  await run("list");
  await run("login", "--all", "--dry-run");

  heading("Before: the registries let nobody in");
  await pull(DEV_HOST, 401);

  heading("Login: two registries in two accounts, one through a chain of roles");
  await run("login", "--all");
  sayAsked(0);

  heading("What is in Docker's configuration now: two logins more, and nothing else");
  await showFile();

  heading("The registries check who the password was made for");
  await pull(DEV_HOST, 200);
  await pull(PROD_HOST, 200);

  heading("Sessions are kept: the next login asks for tokens alone");
  const asked = aws.requests.length;
  await run("login", "--all");
  sayAsked(asked);
  if (aws.requests.slice(asked).some(({ service }) => service !== "ecr")) {
    throw new Error("Expected ecr alone");
  }

  heading("Logout takes the logins out, and forgets the sessions");
  await run("logout", "--all");
  await showFile();
  await pull(DEV_HOST, 401);
  await run("auth", "logout", "--all");

  heading("Mistakes cost no call to AWS");
  const before = aws.requests.length;
  const typo = await sandbox.run(["login", "dev/erc"]);
  say("$ atmos-ecr login dev/erc");
  say(indented(typo.stderr));
  if (typo.code !== 2 || aws.requests.length !== before) throw new Error("Expected exit code 2 and no call");

  const left = (await sandbox.files()).filter((file) => file !== join("home", ".docker", "config.json"));
  for (const file of left) {
    if ((await Deno.stat(join(sandbox.root, file))).size > 0) throw new Error(`Left behind: ${file}`);
  }
  heading("Done: everything above ran for real, against an AWS and a registry inside of this script");
}

await demo();
