/** What `auth env` prints and warns of, where it writes, and what it does first. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { AuthBench } from "../../support/auth_bench.ts";
import { DEPLOY, DEV, DEV_HOST, ROLES_YAML } from "../../support/auth_bench_yaml.ts";

Deno.test("auth env names the session's place without asking AWS, and warns if there is no session", async () => {
  const bench = new AuthBench();
  const { code, stdout, stderr } = await bench.run(["auth", "env", "-i", "prod-deploy"]);
  strictEqual(code, 0, stderr);
  match(stdout, /^unset AWS_ACCESS_KEY_ID .*AWS_WEB_IDENTITY_TOKEN_FILE\n(export [A-Z0-9_]+=\S+\n)+$/);
  match(stdout, /\nexport AWS_DEFAULT_REGION=eu-west-1\n/);
  match(
    stderr,
    /Warning: No session for "prod-deploy": add --login, or run `atmos-ecr auth login prod-deploy`/,
  );
  deepStrictEqual(bench.asked, []);
});

Deno.test("auth env --login logs in first, and Docker in, unless session and login last", async () => {
  const bench = new AuthBench();
  for (const isFirst of [true, false]) {
    const { code, stdout, stderr } = await bench.run(["auth", "env", "--login"]);
    strictEqual(code, 0, stderr);
    ok(!stdout.includes("Logged in"));
    strictEqual(stderr.includes(`✓ Logged in to ${DEV_HOST} as dev-deploy, for dev/ecr`), isFirst);
    deepStrictEqual(bench.asked, ["GetSessionToken", "AssumeRole", "token", "token"]);
  }
  // dev/ecr/eu says auto_provision: false.
  deepStrictEqual(bench.logins, [DEV_HOST, "public.ecr.aws"]);
});

Deno.test("auth env --login reports a failed registry on stderr, and prints the variables", async () => {
  const bench = new AuthBench();
  bench.tokens.failure = () => new AwsError("AWS_DENIED", "no");
  const { code, stdout, stderr } = await bench.run(["auth", "env", "--login", "-f", "json"]);
  strictEqual(code, 0, stderr);
  match(stderr, /Warning: Integration "dev\/ecr" failed/);
  ok("AWS_PROFILE" in JSON.parse(stdout));
});

Deno.test("auth env --login prints nothing if the session cannot be stored", async () => {
  const bench = new AuthBench();
  bench.sessions.write = () => Promise.resolve();
  const { code, stdout, stderr } = await bench.run(["auth", "env", "--login"]);
  deepStrictEqual([code, stdout], [3, ""], stderr);
  match(stderr, /STATE_UNUSABLE/);
});

Deno.test("auth env adds to a file, and replaces one of json", async () => {
  const bench = new AuthBench();
  for (const name of ["builder", "dev-deploy"]) {
    for (const args of [["-f", "dotenv", "--output-file", ".env"], ["-f", "json", "-o", "./env.json"]]) {
      const { code, stdout } = await bench.run(["auth", "env", "-i", name, ...args]);
      deepStrictEqual([code, stdout], [0, ""]);
    }
  }
  const [append, first = "", again, second = ""] = bench.written.get(".env") ?? [];
  deepStrictEqual([append, again], ["append", "append"]);
  match(first, /^AWS_CONFIG_FILE=[\s\S]*\nAWS_PROFILE=builder\n/);
  match(second, /\nAWS_PROFILE=dev-deploy\n/);
  const [replace, , more, last = ""] = bench.written.get("./env.json") ?? [];
  deepStrictEqual([replace, more], ["replace", "replace"]);
  strictEqual(JSON.parse(last).AWS_PROFILE, "dev-deploy");
});

Deno.test("auth env -o is a format if it is one, and no misspelled one", async () => {
  const bench = new AuthBench();
  strictEqual((await bench.run(["auth", "env", "-o", "jsno"])).code, 2);
  ok("AWS_PROFILE" in JSON.parse((await bench.run(["auth", "env", "-o", "json"])).stdout));
  strictEqual(bench.written.size, 0);
});

Deno.test("auth env -f github adds to $GITHUB_ENV, and names what it cannot unset", async () => {
  const bench = new AuthBench();
  const env = { GITHUB_ENV: "/github/env", AWS_ACCESS_KEY_ID: "AKIAOUTER" };
  const { code, stdout, stderr } = await bench.run(["auth", "env", "-f", "github"], { env });
  deepStrictEqual([code, stdout], [0, ""]);
  const [how, text = ""] = bench.written.get("/github/env") ?? [];
  strictEqual(how, "append");
  match(text, /^AWS_CONFIG_FILE=/);
  match(
    stderr,
    /AWS_ACCESS_KEY_ID is set here and may go before AWS_PROFILE; github has no way to unset variables/,
  );
  const nowhere = await bench.run(["auth", "env", "-f", "github"]);
  strictEqual(nowhere.code, 2);
  match(nowhere.stderr, /GITHUB_ENV is not set/);
});

Deno.test("auth env needs a place for the session", async () => {
  const bench = new AuthBench();
  bench.sessions.files = () => undefined;
  const { code, stdout, stderr } = await bench.run(["auth", "env"]);
  deepStrictEqual([code, stdout], [3, ""], stderr);
  match(stderr, /HOME_NOT_FOUND/);
});

Deno.test("auth env does not lead programs to the session of another principal", async (t) => {
  const env = { AWS_ACCESS_KEY_ID: "AKIAENV" };
  const ambient = ROLES_YAML.replace(/kind: aws\/user\n.*\n.*\n/, "kind: aws/ambient\n");
  ok(ambient.includes("aws/ambient"));
  for (
    const [name, yaml, expected, said] of [
      [
        "a user",
        ROLES_YAML,
        4,
        /^Error: Cannot use identity "dev-deploy": the session stored .*LOGIN_REQUIRED\n$/s,
      ],
      [
        "the environment",
        ambient,
        0,
        /^Warning: Programs may act as another identity: the session stored for "dev-deploy" is/,
      ],
    ] as const
  ) {
    await t.step(`below ${name}`, async () => {
      const bench = new AuthBench(yaml);
      bench.sts.roles.set(DEPLOY, {});
      const login = await bench.run(["auth", "login"], { env });
      strictEqual(login.code, 0, login.stderr);
      const before = await bench.run(["auth", "env"], { env });
      deepStrictEqual([before.code, before.stderr], [0, ""]);
      bench.yaml = yaml.replace(`${DEV}:role/deploy`, `${DEV}:role/other`);
      const { code, stdout, stderr } = await bench.run(["auth", "env"], { env });
      deepStrictEqual([code, stdout === ""], [expected, expected !== 0]);
      match(stderr, said);
    });
  }
});
