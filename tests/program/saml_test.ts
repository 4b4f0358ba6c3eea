/** Logins through a SAML identity provider: the response from a file, from a command, and from a real browser. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { FakeIdp } from "../fakes/saml/fake_idp.ts";
import { headlessBrowser, installedChromium } from "../support/chromium.ts";
import { hasTerminals } from "../support/terminal.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const chromium = await installedChromium();
const ROLE = `arn:aws:iam::${DEV}:role/build`;
const PROVIDER = `arn:aws:iam::${DEV}:saml-provider/corp`;
const RESERVED =
  `arn:aws:iam::${PROD}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef`;
const PROD_PROVIDER = `arn:aws:iam::${PROD}:saml-provider/corp`;

const atmosYaml = (url: string, more = ""): string =>
  `auth:
  providers:
    corp:
      kind: aws/saml
      url: ${url}
      region: us-east-1
${more}
  identities:
    dev:
      kind: aws/assume-role
      default: true
      via: {provider: corp}
      principal: {assume_role: "${ROLE}"}
    prod:
      kind: aws/permission-set
      via: {provider: corp}
      principal: {name: Admin, account: {id: "${PROD}"}}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev}
      spec: {registry: {account_id: "${DEV}", region: us-east-1}}
    prod/ecr:
      kind: aws/ecr
      via: {identity: prod}
      spec: {registry: {account_id: "${PROD}", region: us-east-1}}
`;

interface SamlWorld extends AsyncDisposable {
  readonly world: World;
  readonly idp: FakeIdp;
}

async function samlWorld(
  more: string | ((idp: FakeIdp, world: World) => Promise<string>) = "",
): Promise<SamlWorld> {
  const world = await World.create("");
  const idp = new FakeIdp({
    roles: [
      `arn:aws:iam::${DEV}:role/build-admin,${PROVIDER}`,
      `${ROLE},${PROVIDER}`,
      `${PROD_PROVIDER},${RESERVED}`,
    ],
  });
  for (
    const [account, name] of [[DEV, "build"], [DEV, "build-admin"], [
      PROD,
      RESERVED.split("role/")[1] ?? "",
    ]] as const
  ) {
    const arn = world.aws.samlProvider({ account, name: "corp", publicKey: idp.publicKey });
    world.aws.role({ account, name, trusts: [arn] });
  }
  const text = typeof more === "string" ? more : await more(idp, world);
  await world.sandbox.write("atmos.yaml", atmosYaml(idp.url, text));
  return {
    world,
    idp,
    async [Symbol.asyncDispose](): Promise<void> {
      await idp[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a response in a file logs in, and the session serves without it", async () => {
  await using place = await samlWorld();
  const { world, idp } = place;
  await world.sandbox.write("response", idp.response());
  const first = await world.run(["login", "dev/ecr", "--saml-assertion", "response"]);
  strictEqual(first.code, 0, first.stderr);
  strictEqual(
    await world.principalOf(hostOf(DEV)),
    `arn:aws:sts::${DEV}:assumed-role/build/alice@example.com`,
  );
  strictEqual(world.aws.count("sts", "AssumeRoleWithSAML"), 1);
  const second = await world.run(["login", "dev/ecr"]);
  strictEqual(second.code, 0, second.stderr);
  strictEqual(world.aws.count("sts", "AssumeRoleWithSAML"), 1);
});

Deno.test("one response on standard input opens a role and a permission set", async () => {
  await using place = await samlWorld();
  const { world, idp } = place;
  const { code, stderr } = await world.run(["login", "--all", "--saml-assertion", "-"], {
    stdin: idp.response(),
  });
  strictEqual(code, 0, stderr);
  strictEqual(
    await world.principalOf(hostOf(DEV)),
    `arn:aws:sts::${DEV}:assumed-role/build/alice@example.com`,
  );
  match(
    await world.principalOf(hostOf(PROD)) ?? "",
    /assumed-role\/AWSReservedSSO_Admin_0123456789abcdef\/alice/,
  );
});

Deno.test("a response that AWS rejects is reported, and never shown", async () => {
  await using place = await samlWorld();
  const { world, idp } = place;
  await using stranger = new FakeIdp(idp.options);
  const response = stranger.response();
  const { code, stdout, stderr } = await world.run(["login", "dev/ecr", "--saml-assertion", "-"], {
    stdin: response,
  });
  deepStrictEqual([code, stdout], [1, ""], stderr);
  match(stderr, /InvalidIdentityToken/);
  ok(!stderr.includes(response.slice(0, 40)));
  strictEqual(await world.sandbox.readDockerConfig(), undefined);
});

Deno.test("saml_process and browser_executable_path run only in a trusted file", async (t) => {
  await using place = await samlWorld("      saml_process: cat response");
  const { world, idp } = place;
  await world.sandbox.write("response", idp.response());
  await t.step("untrusted", async () => {
    const { code, stderr } = await world.run(["login", "dev/ecr"]);
    strictEqual(code, 2);
    match(stderr, /saml_process/);
    match(stderr, /atmos-ecr trust/);
  });
  await t.step("trusted", async () => {
    const { code, stderr } = await world.run(["login", "dev/ecr"], { env: { ATMOS_ECR_TRUST: "all" } });
    strictEqual(code, 0, stderr);
    strictEqual(
      await world.principalOf(hostOf(DEV)),
      `arn:aws:sts::${DEV}:assumed-role/build/alice@example.com`,
    );
  });
});

Deno.test({
  name:
    "a person logs in in a real browser; the next login needs no page, and no browser while the session lives",
  ignore: chromium === undefined || !await hasTerminals(),
  fn: async () => {
    await using place = await samlWorld(async (_idp, world) =>
      `      browser_executable_path: ${await headlessBrowser(world.sandbox.root, chromium ?? "")}`
    );
    const { world, idp } = place;
    const env = { ATMOS_ECR_TRUST: "all", DISPLAY: ":0" };
    {
      await using terminal = world.terminal(["login", "dev/ecr"], { env });
      strictEqual(await terminal.ended(), 0, terminal.screen);
      match(terminal.screen, /browser window/);
    }
    strictEqual(
      await world.principalOf(hostOf(DEV)),
      `arn:aws:sts::${DEV}:assumed-role/build/alice@example.com`,
    );
    strictEqual(idp.requests.splice(0).length, 3);
    {
      await using terminal = world.terminal(["login", "prod/ecr"], { env });
      strictEqual(await terminal.ended(), 0, terminal.screen);
    }
    strictEqual(idp.requests.splice(0).join(), "GET /app/aws/sso");
    {
      await using terminal = world.terminal(["login", "dev/ecr"], { env });
      strictEqual(await terminal.ended(), 0, terminal.screen);
    }
    strictEqual(idp.requests.length, 0);
    ok(
      (await world.sandbox.files()).some((path) =>
        path.startsWith(join("home", ".cache", "atmos", "ecr", "browser"))
      ),
    );
  },
});
