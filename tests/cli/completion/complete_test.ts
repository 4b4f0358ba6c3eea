import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { HelperDependencies } from "../../../src/cli/command/dependencies.ts";
import { readAwsFiles } from "../../../src/domain/aws_files/aws_files.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { MemoryDockerConfigStore } from "../../fakes/memory_docker_config_store.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { Bench } from "../../support/bench.ts";

const YAML = `auth:
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    builder: {kind: aws/ambient}
    dev: {kind: aws/permission-set, default: true, via: {provider: acme-sso}, principal: {name: Dev, account: {id: "222233334444"}}}
    prod: {kind: aws/assume-role, via: {identity: dev}, principal: {assume_role: "arn:aws:iam::333344445555:role/deploy"}}
    later: {kind: aws/user, credentials: {access_key_id: !exec "exit 9", secret_access_key: x}}
    "evil\\ename": {kind: aws/ambient}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: "222233334444", region: eu-west-1}}}
    prod/ecr: {kind: aws/ecr, via: {identity: prod}, spec: {registry: {account_id: "333344445555", region: eu-west-1}}}
    cluster: {kind: aws/eks, via: {identity: dev}}
`;
const FILES = {
  "atmos.yaml": YAML,
  "other.yaml": "auth: {identities: {elsewhere: {kind: aws/ambient}}}",
  "broken.yaml": "auth: {",
  "profiles/ci/a.yaml": "auth: {identities: {only-ci: {kind: aws/ambient}}}",
  "profiles/local/a.yaml": "{}",
};
const DEV_HOST = "222233334444.dkr.ecr.eu-west-1.amazonaws.com";
const PROD_HOST = "333344445555.dkr.ecr.eu-west-1.amazonaws.com";
const DOCKER_HOST = "444455556666.dkr.ecr.us-east-1.amazonaws.com";

/** What a shell is told about the last of these words, the last line apart. */
async function complete(
  ...words: readonly string[]
): Promise<{ lines: string[]; directive: string; err: string }> {
  const store = new MemoryDockerConfigStore(
    JSON.stringify({ auths: { [DOCKER_HOST]: { auth: "QVdTOng=" } } }),
  );
  const bench = new Bench({
    untrusting: () => new MemoryConfigurations(FILES),
    configurations: () => {
      throw new Error("Completion must not read what is trusted");
    },
    helperDependencies: () =>
      Promise.resolve(
        { docker: () => store, pins: new MemoryRegistryPins() } as Partial<
          HelperDependencies
        > as HelperDependencies,
      ),
  });
  strictEqual(await bench.run("__complete", ...words), 0);
  const lines = bench.out.trimEnd().split("\n");
  return { lines: lines.slice(0, -1), directive: lines.at(-1) ?? "", err: bench.err };
}

/** Words before the cursor and at it → the values that are offered. */
const CASES: readonly (readonly [words: readonly string[], values: readonly string[]])[] = [
  [["log"], ["login", "logout"]],
  [["docker", "u"], ["uninstall"]],
  [["-v", "--config", "login", "docker", "ins"], ["install"]],
  [["login", ""], ["dev/ecr", "prod/ecr"]],
  [["login", "dev/ecr", ""], ["prod/ecr"]],
  [["login", "DEV"], ["dev/ecr"]],
  [["login", "--identity", ""], ["builder", "dev", "prod", "later"]],
  [["login", "-i", "p"], ["prod"]],
  [["login", "--identity=p"], ["--identity=prod"]],
  [["login", "--identity", "--dry"], ["--dry-run"]],
  [["login", "--dry-run", "--dry"], []],
  [["login", "-r", DEV_HOST, "--regi"], ["--registry"]],
  [["login", "--public", "--", "d"], ["dev/ecr"]],
  [["login", "-r", ""], [DEV_HOST, PROD_HOST, DOCKER_HOST]],
  [["status", "3"], [PROD_HOST]],
  [["login", "2"], [DEV_HOST]],
  [["logout", DEV_HOST, "2"], []],
  [["help", "e"], ["explain", "environment", "exit-codes"]],
  [["help", "docker", "e"], []],
  [["config", "explain", "a"], ["auth"]],
  [["config", "explain", "auth."], ["auth.providers", "auth.identities", "auth.integrations"]],
  [["config", "explain", "auth.identities.p"], ["auth.identities.prod"]],
  [["config", "explain", "auth.identities.prod.v"], ["auth.identities.prod.via"]],
  [["token", PROD_HOST, ""], []],
  [["--profile", ""], ["ci", "local"]],
  [["--profile", "ci,l"], ["ci,local"]],
  [["auth", "list", "--identities=dev,p"], ["--identities=dev,prod"]],
  [["auth", "list", "--providers", ""], ["acme-sso"]],
  [["auth", "login", "d"], ["dev"]],
  [["--profile", "ci", "login", "-i", "only"], ["only-ci"]],
  [["--profile", "nowhere", "login", ""], []],
  [["--config", "other.yaml", "login", "-i", ""], ["elsewhere"]],
  [["--config=other.yaml", "token", "-i", ""], ["elsewhere"]],
  [["--config", "broken.yaml", "login", ""], []],
  [["list", "-o", ""], ["text", "json", "mermaid", "dot"]],
  [["status", "--output=j"], ["--output=json"]],
  [["-qo", "j"], ["json"]],
  [["completion", ""], ["bash", "zsh", "fish", "powershell"]],
  [["list", "what", ""], []],
  [["nonsense", ""], []],
  [["--nonsense=1", "li"], ["list"]],
  [["", ""], []],
];

for (const [words, values] of CASES) {
  Deno.test(`__complete ${words.map((word) => word === "" ? "''" : word).join(" ")}`, async () => {
    const { lines, directive, err } = await complete(...words);
    deepStrictEqual(lines.map((line) => line.split("\t")[0]), values);
    strictEqual(directive, ":4");
    strictEqual(err, "");
  });
}

Deno.test("__complete shows what distinguishes names", async () => {
  deepStrictEqual((await complete("login", "-i", "")).lines, [
    "builder\taws/ambient",
    "dev\taws/permission-set, 222233334444, default",
    "prod\taws/assume-role, 333344445555",
    "later",
  ]);
  deepStrictEqual((await complete("login", "d")).lines, [`dev/ecr\t${DEV_HOST}, for dev`]);
  deepStrictEqual((await complete("status", "4")).lines, [`${DOCKER_HOST}\tknown to Docker`]);
});

const AWS_CONFIG = `[default]
region = us-east-1
[profile work]
sso_account_id = 222233334444
sso_role_name = Developer
[profile deploy]
role_arn = arn:aws:iam::333344445555:role/deploy
source_profile = work
[profile "my team"]
region = eu-west-1
`;

/** Words before the cursor and at it → the profiles that are offered. */
const PROFILES: readonly (readonly [words: readonly string[], lines: readonly string[]])[] = [
  [["login", "--aws-profile", ""], [
    "default",
    "work\t222233334444 Developer",
    "deploy\tarn:aws:iam::333344445555:role/deploy",
    "my team",
  ]],
  [["token", DEV_HOST, "--aws-profile", "D"], ["default", "deploy\tarn:aws:iam::333344445555:role/deploy"]],
  [["docker", "install", "--aws-profile=w"], ["--aws-profile=work\t222233334444 Developer"]],
  [["init", "--from-aws-profiles", "m"], ["my team"]],
  [["init", "--from-aws-profiles", "work", "de"], [
    "default",
    "deploy\tarn:aws:iam::333344445555:role/deploy",
  ]],
  [["init", "--from-aws-profiles", "work", "w"], []],
];

Deno.test("__complete offers the profiles of the AWS files, and reads no configuration", async (t) => {
  for (const [words, lines] of PROFILES) {
    await t.step(words.join(" "), async () => {
      const bench = new Bench({
        untrusting: () => {
          throw new Error("No configuration is needed");
        },
      });
      bench.awsFiles = () =>
        Promise.resolve(readAwsFiles({
          config: { file: "config", text: AWS_CONFIG },
          credentials: { file: "credentials", text: undefined },
        }));
      strictEqual(await bench.run("__complete", ...words), 0);
      deepStrictEqual(bench.out.trimEnd().split("\n"), [...lines, ":4"]);
    });
  }
});

Deno.test("__complete leaves files and directories to the shell", async () => {
  deepStrictEqual(await complete("--config", "a"), { lines: [], directive: ":0", err: "" });
  deepStrictEqual(await complete("--config=a"), { lines: [], directive: ":0", err: "" });
  deepStrictEqual(await complete("trust", ""), { lines: [], directive: ":0", err: "" });
  deepStrictEqual(await complete("-C", ""), { lines: [], directive: ":16", err: "" });
  deepStrictEqual(await complete("status", "--docker-config", ""), { lines: [], directive: ":16", err: "" });
  // What a program is given is for that program, options included.
  deepStrictEqual(await complete("auth", "exec", "aws", "--"), { lines: [], directive: ":0", err: "" });
});

Deno.test("__complete changes to the directory of -C first", async () => {
  const directories: string[] = [];
  const bench = new Bench({ changeDirectory: (path) => void directories.push(path) });
  await bench.run("__complete", "-C", "elsewhere", "login", "");
  deepStrictEqual(directories, ["elsewhere"]);
});
