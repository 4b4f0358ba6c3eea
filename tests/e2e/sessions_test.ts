/** Other programs that work as an identity: by the variables of `auth env`, below `auth exec`, and by the files of `auth login`. */
import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ClientProgram } from "./requirements.ts";
import { DEV, DEV_HOST, PROD, PROD_HOST } from "./lab/host_names.ts";
import { DOCKER, pull, SKOPEO } from "./lab/clients.ts";
import { inLab } from "./lab/in_lab.ts";
import { DEV_SESSION, type Lab, PROD_SESSION, roleArn } from "./lab/lab.ts";

const WHO_AM_I = ["aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"] as const;

const START_URL = "https://acme.awsapps.com/start";

const SSO_YAML = `auth:
  providers:
    acme: {kind: aws/iam-identity-center, start_url: "${START_URL}", region: us-east-1}
  identities:
    dev:
      kind: aws/permission-set
      default: true
      via: {provider: acme}
      principal: {name: Deploy, account: {id: "${DEV}"}}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
`;

/** Everything that a shell could take for its own. */
const SHELL_NOTE = `it's "$HOME" \`id\` \\n ~ #1 $(id) !! %PATH% 'é'`;
/** The same for parsers, but for the single quote: no two of them agree on what stands for it beside the rest. */
const DOTENV_NOTE = SHELL_NOTE.replaceAll("'", "");

/** Keys of nobody, which come before every profile unless they are unset. */
const LEFTOVERS = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "left" };

/** What evaluates the variables and lists all that there are, each ended by a NUL. */
const SHELLS: readonly {
  readonly program: ClientProgram;
  readonly script: string;
}[] = [
  { program: "bash", script: `set -eu; eval "$(atmos-ecr auth env -i dev -f bash)"; env -0` },
  { program: "fish", script: `atmos-ecr auth env -i dev -f fish | source; and env -0` },
];

/** The variables of an identity, as JSON has them. */
async function variablesOf(lab: Lab, identity: string): Promise<Record<string, string>> {
  return JSON.parse((await lab.atmosEcr("auth", "env", "-i", identity, "-f", "json")).stdout);
}

/** An identity that brings a hard word along. */
async function addNote(lab: Lab, note: string): Promise<void> {
  const file = join(lab.sandbox.project, "atmos.yaml");
  const entry = `default: true\n      env: [{key: TEAM_NOTE, value: ${JSON.stringify(note)}}]`;
  await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replace("default: true", entry));
  await lab.atmosEcr("trust", file);
}

for (const { program, script } of SHELLS) {
  inLab(
    `${program} takes every variable as it is, and the AWS CLI works by them`,
    [program, "aws"],
    async (lab) => {
      await addNote(lab, SHELL_NOTE);
      await lab.addOwnProgram();
      await lab.atmosEcr("auth", "login", "-i", "dev");
      const expected = await variablesOf(lab, "dev");
      strictEqual(expected["TEAM_NOTE"], SHELL_NOTE);
      const { stdout } = await lab.demand([program, "-c", script], { env: LEFTOVERS });
      const seen = new Map(
        stdout.split("\0").map((line): [string, string] => {
          const [name = "", ...value] = line.split("=");
          return [name, value.join("=")];
        }),
      );
      for (const [name, value] of Object.entries(expected)) strictEqual(seen.get(name), value, name);
      deepStrictEqual(Object.keys(LEFTOVERS).filter((name) => seen.has(name)), []);

      const asked = await lab.demand([program, "-c", script.replace("env -0", WHO_AM_I.join(" "))], {
        env: LEFTOVERS,
      });
      match(asked.stdout, DEV_SESSION);
    },
  );
}

inLab("a dotenv parser takes every variable as it is", [], async (lab) => {
  await addNote(lab, DOTENV_NOTE);
  await lab.atmosEcr("auth", "login", "-i", "dev");
  const file = join(lab.sandbox.root, ".env");
  await lab.atmosEcr("auth", "env", "-i", "dev", "-f", "dotenv", "--output-file", file);
  const print = "console.log(JSON.stringify(Deno.env.toObject()))";
  const { stdout } = await lab.demand([Deno.execPath(), "eval", `--env-file=${file}`, print]);
  const seen: Record<string, string> = JSON.parse(stdout);
  for (const [name, value] of Object.entries(await variablesOf(lab, "dev"))) {
    strictEqual(seen[name], value, name);
  }
});

inLab("the AWS CLI and Debian's helper work by AWS_PROFILE on the files that auth login wrote", [
  "aws",
  "docker-credential-ecr-login",
  "skopeo",
], async (lab) => {
  for (const [identity, session] of [["dev", DEV_SESSION], ["prod", PROD_SESSION]] as const) {
    await lab.atmosEcr("auth", "login", "-i", identity);
    const { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE } = await variablesOf(lab, identity);
    const env = { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE };
    match((await lab.demand([...WHO_AM_I, "--region", "us-east-1"], { env })).stdout, session);

    const host = identity === "dev" ? DEV_HOST : PROD_HOST;
    await lab.registry(host).seed("app", ["1"]);
    await lab.sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [host]: "ecr-login" } }));
    await lab.demand(["skopeo", "inspect", `docker://${host}/app:1`], { env });
    match(lab.guests(host).join(), session);
  }
});

inLab("the AWS CLI finds keys and region of an identity with blanks and a slash", ["aws"], async (lab) => {
  const file = join(lab.sandbox.project, "atmos.yaml");
  const text = await Deno.readTextFile(file);
  await Deno.writeTextFile(
    file,
    text.replace("    prod:\n", "    Log Archive/Admin:\n").replace(
      "identity: prod",
      "identity: Log Archive/Admin",
    )
      .replace(`"${roleArn(PROD)}"}`, `"${roleArn(PROD)}", region: eu-west-1}`),
  );
  await lab.atmosEcr("trust", file);
  const execute = async (...command: readonly string[]): Promise<string> =>
    (await lab.atmosEcr("auth", "exec", "-i", "Log Archive/Admin", "--", ...command)).stdout.trim();
  match(await execute(...WHO_AM_I), PROD_SESSION);
  const password = await execute("aws", "ecr", "get-login-password");
  match(lab.aws.describePassword(password)?.principal ?? "", PROD_SESSION);

  // The files alone, as a program sees them that takes no region from variables.
  const { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE } = await variablesOf(
    lab,
    "Log Archive/Admin",
  );
  const env = { AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE, AWS_CONFIG_FILE };
  strictEqual((await lab.demand(["aws", "configure", "get", "region"], { env })).stdout.trim(), "eu-west-1");
  match((await lab.demand(WHO_AM_I, { env })).stdout, PROD_SESSION);
});

inLab(
  "auth exec runs clients as the identity, logged in to its registries",
  ["aws", "skopeo"],
  async (lab) => {
    await lab.registry(PROD_HOST).seed("app", ["1"]);
    await lab.atmosEcr(
      "auth",
      "exec",
      "-i",
      "prod",
      "--",
      "skopeo",
      "inspect",
      `docker://${PROD_HOST}/app:1`,
    );
    deepStrictEqual(lab.guests(PROD_HOST).length, 1);
    match(lab.guests(PROD_HOST)[0] ?? "", PROD_SESSION);

    const aws = ["aws", "ecr", "get-login-password", "--region", "eu-west-1"];
    const { stdout } = await lab.atmosEcr("auth", "exec", "-i", "prod", "--", ...aws);
    match(lab.aws.describePassword(stdout.trim())?.principal ?? "", PROD_SESSION);
  },
);

inLab(
  "auth login lets clients in to the identity's registries, and auth logout shuts them out",
  ["skopeo"],
  async (lab) => {
    await lab.registry(PROD_HOST).seed("app", ["1"]);
    await lab.atmosEcr("auth", "login", "-i", "prod");
    await pull(SKOPEO, lab, `${PROD_HOST}/app:1`);
    await lab.atmosEcr("auth", "logout", "prod");
    notStrictEqual((await SKOPEO.tryPull(lab, `${PROD_HOST}/app:1`)).code, 0);
    strictEqual(lab.visits.at(-1)?.verdict, "none");
  },
);

inLab("a sign-in that Atmos has left is refreshed, and serves the helper and the AWS CLI", [
  "aws",
  "docker",
], async (lab) => {
  const center = lab.aws.identityCenter({ startUrl: START_URL });
  center.assign({ id: DEV, name: "dev" }, "Deploy");
  await lab.sandbox.write("atmos.yaml", SSO_YAML);
  const sessions = join(lab.sandbox.home, ".cache", "atmos", "aws-sso", "sessions");
  await Deno.mkdir(sessions, { recursive: true, mode: 0o700 });
  const name = createHash("sha1").update(`${START_URL}|us-east-1`).digest("hex");
  const expired = JSON.stringify(center.issueSession({ lifeSeconds: -60 }));
  await Deno.writeTextFile(join(sessions, `${name}.json`), expired, { mode: 0o600 });

  await lab.atmosEcr("docker", "install", "--link", lab.bin);
  await lab.registry(DEV_HOST).seed("app", ["1"]);
  await pull(DOCKER, lab, `${DEV_HOST}/app:1`);
  const person = new RegExp(
    `^arn:aws:sts::${DEV}:assumed-role/AWSReservedSSO_Deploy_[0-9a-f]+/alice@example.com$`,
  );
  match(lab.guests(DEV_HOST).join(), person);

  const asked = await lab.atmosEcr("auth", "exec", "--", ...WHO_AM_I);
  match(asked.stdout.trim(), person);
  strictEqual(lab.aws.count("sso-oidc", "CreateToken"), 1, "the refresh, which nothing has repeated");
});
