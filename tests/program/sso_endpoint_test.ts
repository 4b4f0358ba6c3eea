/** What a login to IAM Identity Center leaves goes to the endpoint that made it, and to no other. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST, NOT_FOUND } from "./helper_world.ts";
import { fakePrograms } from "../support/helper_home.ts";
import { leaveSsoSession, SSO_YAML, ssoWorld, writeSsoSession } from "./sso_world.ts";
import type { World } from "./world.ts";

/** A server that collects whatever it is sent. */
function startCollector(): AsyncDisposable & { readonly url: string; readonly got: string[] } {
  const got: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    got.push(`${request.url} ${JSON.stringify([...request.headers])} ${await request.text()}`);
    return new Response("{}", { status: 500 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    got,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const PROVIDER = `region: us-east-1}`;
const endpoint = (spec: string): string => SSO_YAML.replace(PROVIDER, `region: us-east-1, ${spec}}`);
const part = (spec: string): string => `auth: {providers: {acme-sso: {${spec}}}}\n`;

/** Ways in for the address `URL`: files by path, and what is put before the arguments. */
const WAYS: Readonly<
  Record<string, { readonly files: Readonly<Record<string, string>>; readonly flags?: readonly string[] }>
> = {
  "written at the provider": { files: { "atmos.yaml": endpoint("spec: {endpoint_url: URL}") } },
  "in the older spelling": { files: { "atmos.yaml": endpoint("spec: {aws: {resolver: {url: URL}}}") } },
  "in an imported file": {
    files: { "atmos.yaml": `import: [x.yaml]\n${SSO_YAML}`, "x.yaml": part("spec: {endpoint_url: URL}") },
  },
  "in a drop-in": {
    files: { "atmos.yaml": SSO_YAML, ".atmos.d/x.yaml": part("spec: {endpoint_url: URL}") },
  },
  "in a profile": {
    files: { "atmos.yaml": SSO_YAML, "profiles/p/x.yaml": part("spec: {endpoint_url: URL}") },
    flags: ["--profile", "p"],
  },
  "under an alias of YAML": {
    files: { "atmos.yaml": `e: &e {endpoint_url: URL}\n${endpoint("spec: *e")}` },
  },
  "at the identity": {
    files: {
      "atmos.yaml": SSO_YAML.replace(
        "kind: aws/permission-set\n",
        "kind: aws/permission-set\n      spec: {endpoint_url: URL}\n",
      ).replace("account: {name: dev}", `account: {id: "222233334444"}`),
    },
  },
};

const COMMANDS: readonly (readonly string[])[] = [
  ["login", "dev/ecr"],
  ["login", "--identity", "dev-admin", "--registry", HOST],
  ["auth", "login"],
  ["auth", "login", "--provider", "acme-sso"],
  ["auth", "login", "dev-admin", "--force"],
  ["auth", "whoami"],
  ["auth", "env", "dev-admin", "--login"],
  ["auth", "exec", "-i", "dev-admin", "--", "true"],
  ["token", HOST],
  ["auth", "logout", "--provider", "acme-sso"],
  ["status", HOST],
  ["docker", "install", HOST],
];

async function write(world: World, way: keyof typeof WAYS, url: string): Promise<readonly string[]> {
  const { files, flags = [] } = WAYS[way] ?? { files: {} };
  await world.sandbox.write("atmos.yaml", SSO_YAML);
  for (const [path, text] of Object.entries(files)) {
    await world.sandbox.write(path, text.replaceAll("URL", url));
  }
  return flags;
}

const LIVES = { "a session that lasts": 3600, "a session to refresh": -60 } as const;

for (const trust of ["untrusted", "trusted"] as const) {
  for (const [state, life] of Object.entries(LIVES)) {
    Deno.test(`an endpoint of a file that is ${trust} gets nothing of ${state}`, async (t) => {
      await using collector = startCollector();
      const { world, center } = await ssoWorld();
      await using _world = world;
      const check = async (way: keyof typeof WAYS, args: readonly string[]): Promise<void> => {
        const flags = await write(world, way, collector.url);
        await leaveSsoSession(world, center, life);
        if (trust === "trusted") {
          for (const file of Object.keys(WAYS[way]?.files ?? {})) {
            const { code, stderr } = await world.run(["trust", file]);
            strictEqual(code, 0, stderr);
          }
        }
        const { stderr, stdout } = await world.run([...args, ...flags]);
        deepStrictEqual(collector.got, [], stderr);
        if (args[0] === "login" || args[0] === "token") {
          match(stdout + stderr, trust === "trusted" ? /LOGIN_REQUIRED/ : /CONFIG_UNTRUSTED/, way);
        }
        for (const path of [".atmos.d", "profiles", "x.yaml"]) {
          await Deno.remove(`${world.sandbox.project}/${path}`, { recursive: true }).catch(() => {});
        }
      };
      for (const way of Object.keys(WAYS)) {
        await t.step(`login, ${way}`, () => check(way, ["login", "dev/ecr"]));
      }
      for (const args of life > 0 ? COMMANDS.slice(1) : []) {
        await t.step(args.join(" "), () => check("written at the provider", args));
      }
    });
  }
}

Deno.test("an endpoint that a pull brings gets nothing from the helper", async (t) => {
  await using collector = startCollector();
  for (const [state, life] of Object.entries(LIVES)) {
    const { world, center } = await ssoWorld();
    await using _world = world;
    const helper = HelperWorld.of(world);
    const env = { PATH: await fakePrograms(world.sandbox, ["docker-credential-atmos-ecr"]) };
    await leaveSsoSession(world, center);
    const installed = await world.run(["docker", "install", HOST], { env });
    strictEqual(installed.code, 0, installed.stderr);
    for (const way of Object.keys(WAYS)) {
      if (WAYS[way]?.flags !== undefined) continue;
      await t.step(`${state}, ${way}`, async () => {
        await write(world, way, collector.url);
        await leaveSsoSession(world, center, life);
        const { code, stdout, stderr } = await helper.get();
        deepStrictEqual([code, stdout, collector.got], [1, NOT_FOUND, []], stderr);
        match(stderr, /is not trusted/);
        for (const path of [".atmos.d", "x.yaml"]) {
          await Deno.remove(`${world.sandbox.project}/${path}`, { recursive: true }).catch(() => {});
        }
      });
    }
  }
});

Deno.test("a login to a trusted custom endpoint is not one to AWS, and is found again for that endpoint", async () => {
  const { world, center } = await ssoWorld();
  await using _world = world;
  const url = world.aws.environment()["AWS_ENDPOINT_URL"] ?? "";
  await write(world, "written at the provider", url);
  await world.run(["trust", "atmos.yaml"]);
  await leaveSsoSession(world, center);
  const before = await world.run(["auth", "whoami"]);
  strictEqual(before.code, 4, before.stderr);
  const session = { ...center.issueSession({ lifeSeconds: 3600 }), endpoint: url };
  await writeSsoSession(world, JSON.stringify(session), url);
  const after = await world.run(["auth", "whoami"]);
  strictEqual(after.code, 0, after.stderr);
  // Moved to another name, it is that of its endpoint still.
  await writeSsoSession(world, JSON.stringify(session));
  await world.sandbox.write("atmos.yaml", SSO_YAML);
  const moved = await world.run(["auth", "whoami"]);
  deepStrictEqual([moved.code, /Ignoring the session in/.test(moved.stderr)], [4, true], moved.stderr);
});
