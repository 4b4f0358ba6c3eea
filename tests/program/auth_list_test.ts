import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { hostOf, PROD, World } from "./world.ts";

const PROVIDER = `  providers:
    sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
`;

Deno.test("auth list shows everything, and how long the sessions last, without asking AWS", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("  identities:\n", PROVIDER));
  strictEqual((await world.run(["auth", "env", "--login"])).code, 0);
  const before = world.aws.requests.length;
  const { code, stdout, stderr } = await world.run(["auth", "list"]);
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(
    stdout.replaceAll(/ \(\d{4}-\d\d-\d\d \d\d:\d\d UTC\)/g, ""),
    `TYPE         NAME                  KIND                     VIA          SESSION
provider     sso                   aws/iam-identity-center  -            -
identity     builder               aws/user                 -            valid, expires in 12h
identity     dev-deploy (default)  aws/assume-role          builder      valid, expires in 1h
identity     prod-deploy           aws/assume-role          builder      -
integration  dev/ecr               aws/ecr                  dev-deploy   -
integration  dev/ecr/eu            aws/ecr                  dev-deploy   -
integration  Prod/ECR              aws/ecr                  prod-deploy  -
integration  public                aws/ecr-public           dev-deploy   -
integration  cluster               aws/eks                  dev-deploy   -
`,
  );
  strictEqual(world.aws.requests.length, before);
});

Deno.test("auth list shows a session that is about to expire, and one that has expired", async () => {
  await using world = await World.create();
  strictEqual((await world.run(["auth", "env", "--login"])).code, 0);
  const kept = await world.credentialsFile();
  for (
    const [minutes, state] of [[10, /valid[\s\S]*expiring, expires in (9|10)m/], [
      -10,
      /valid[\s\S]*expired/,
    ]] as const
  ) {
    const end = new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, "");
    const dates = [...kept.matchAll(/expiration=(\S+)/g)].map(([, date = ""]) => date);
    await world.writeCredentialsFile(kept.replaceAll(dates.toSorted()[0] ?? "", end));
    match((await world.run(["auth", "list", "--identities"])).stdout, state);
  }
});

Deno.test("auth list -o json has the documented shape", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("  identities:\n", PROVIDER));
  const { stdout } = await world.run(["auth", "list", "-o", "json"]);
  const { providers, identities, integrations } = JSON.parse(stdout);
  deepStrictEqual(providers, [{ name: "sso", kind: "aws/iam-identity-center", session: null }]);
  deepStrictEqual(identities[1], {
    name: "dev-deploy",
    kind: "aws/assume-role",
    via: { identity: "builder" },
    default: true,
    session: null,
  });
  deepStrictEqual(integrations[2], {
    name: "Prod/ECR",
    kind: "aws/ecr",
    via: { identity: "prod-deploy" },
    auto_provision: true,
    registries: [hostOf(PROD, "eu-west-1")],
  });
});

Deno.test("auth list shows no secret, in any format", async () => {
  await using world = await World.create();
  for (const format of ["table", "tree", "json", "mermaid", "dot"]) {
    const { code, stdout } = await world.run(["auth", "list", "-f", format]);
    strictEqual(code, 0);
    match(stdout, /prod-deploy/);
    for (const secret of [world.user.accessKeyId, world.user.secretAccessKey]) {
      strictEqual(stdout.includes(secret), false);
    }
  }
});

Deno.test("auth list accepts names, and draws what they are based on", async () => {
  await using world = await World.create();
  const { stdout } = await world.run([
    "auth",
    "list",
    "--identities=prod-deploy",
    "--integrations",
    "prod/ecr",
  ]);
  deepStrictEqual(stdout.split("\n").map((line) => line.split(/ {2,}/)[1]), [
    "NAME",
    "prod-deploy",
    "Prod/ECR",
    undefined,
  ]);
  match(
    (await world.run(["auth", "list", "--integrations", "prod/ecr", "-f", "tree"])).stdout,
    /^builder \(aws\/user\)\n└─ prod-deploy .*\n {3}└─ Prod\/ECR .*\n$/,
  );
  const unknown = await world.run(["auth", "list", "--providers", "ssso"]);
  deepStrictEqual([unknown.code, /PROVIDER_NOT_FOUND/.test(unknown.stderr)], [2, true]);
});

Deno.test("auth validate equals config validate", async () => {
  await using world = await World.create(World.ATMOS_YAML.replace("identity: builder", "identity: bilder"));
  const auth = await world.run(["auth", "validate", "-v"]);
  const config = await world.run(["config", "validate", "-v"]);
  deepStrictEqual(auth, config);
  strictEqual(auth.code, 2);
  match(auth.stdout, /atmos\.yaml:\d+:\d+: error: .*"bilder"/);
});
