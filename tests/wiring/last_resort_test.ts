import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { REPORT_HINT } from "../../src/domain/errors/error_codes.ts";

const MODULE = new URL("../../src/wiring/last_resort.ts", import.meta.url).href;
const ERRORS = new URL("../../src/domain/errors/errors.ts", import.meta.url).href;
const MAIN = new URL("../../src/main.ts", import.meta.url).href;
const DENO_DIR = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
const SECRET = "hunter2";
const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";

/** Failures that reach nobody, as code that a program would run. */
const STRAYS: readonly (readonly [name: string, code: string])[] = [
  ["a rejection", `Promise.reject(new TypeError("Invalid URL: http://user:${SECRET}@x"))`],
  ["a late rejection", `setTimeout(() => Promise.reject(new Error("${SECRET}")), 1)`],
  ["an error in a timer", `setTimeout(() => { throw new RangeError("${SECRET}"); }, 1)`],
  ["a string", `Promise.reject("${SECRET}")`],
  ["nothing", `Promise.reject(undefined)`],
  [
    "an error with a hostile name",
    `Promise.reject(Object.assign(new Error(), { name: "\\u001b[31m${SECRET}" }))`,
  ],
];

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function endOf(stray: string, mode: string, args: readonly string[] = []): Promise<End> {
  const program = `
    const { catchStrayFailures } = await import(${JSON.stringify(MODULE)});
    catchStrayFailures(${JSON.stringify(mode)}, ${JSON.stringify(args)});
    ${stray};
    await new Promise((resolve) => setTimeout(resolve, 5000));`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--ext=ts", program],
    env: { NO_COLOR: "1" },
  }).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

for (const [name, stray] of STRAYS) {
  Deno.test(`uncaught ${name} results in a message, without a stack trace or a secret`, async () => {
    const [cli, json, helper, kubelet] = await Promise.all([
      endOf(stray, "cli"),
      endOf(stray, "cli", ["list", "-o", "json"]),
      endOf(stray, "helper"),
      endOf(stray, "kubelet"),
    ]);
    deepStrictEqual([cli.code, json.code, helper.code, kubelet.code], [1, 1, 1, 1]);
    deepStrictEqual([cli.stdout, kubelet.stdout], ["", ""]);
    strictEqual(helper.stdout, "credentials not found in native keychain\n");
    strictEqual(JSON.parse(json.stdout).error.code, "INTERNAL");
    match(
      cli.stderr,
      /^Error: Unexpected [A-Za-z]+: this is a bug in atmos-ecr\nHint: .*\nCode: {2}INTERNAL\n$/,
    );
    match(helper.stderr, /^atmos-ecr: Unexpected [A-Za-z]+: this is a bug in atmos-ecr\. Report .*\n$/);
    ok(cli.stderr.includes(REPORT_HINT), "the same place as elsewhere");
    for (const { stdout, stderr } of [cli, json, helper, kubelet]) {
      doesNotMatch(stdout + stderr, new RegExp(`${SECRET}|\\n\\s+at |\\u001b`));
    }
  });
}

Deno.test("an uncaught error of this program keeps its code and message", async () => {
  const stray = `const { AwsError } = await import(${JSON.stringify(ERRORS)});
    Promise.reject(new AwsError("AWS_UNREACHABLE", "Cannot use the proxy of HTTPS_PROXY: it is blank", { hint: "Remove it" }))`;
  const cli = await endOf(stray, "cli");
  strictEqual(cli.code, 3);
  match(
    cli.stderr,
    /Cannot use the proxy of HTTPS_PROXY: it is blank\nHint: {2}Remove it\nCode: {2}AWS_UNREACHABLE/,
  );
  const helper = await endOf(stray, "helper");
  strictEqual(helper.code, 1);
  strictEqual(helper.stdout, "credentials not found in native keychain\n");
});

Deno.test("the program catches what it does not await, as soon as it loads more than a cache hit", async (t) => {
  const home = await Deno.makeTempDir();
  const preload = `${home}/preload.js`;
  const stray = `Promise.reject(new Error("${SECRET}"))`;
  await Deno.writeTextFile(
    preload,
    `const original = fetch; globalThis.fetch = (...args) => { ${stray}; return original(...args); };`,
  );
  const run = async (args: readonly string[]): Promise<End> => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--cached-only", `--preload=${preload}`, MAIN, ...args],
      cwd: home,
      clearEnv: true,
      env: {
        HOME: home,
        DENO_DIR: DENO_DIR,
        NO_COLOR: "1",
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(HOST));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
  };
  try {
    for (const args of [["token", HOST], ["credential", "get"]]) {
      await t.step(args.join(" "), async () => {
        const { code, stderr } = await run(args);
        match(stderr, /Unexpected Error: this is a bug in atmos-ecr/);
        doesNotMatch(stderr, /Uncaught|hunter2/);
        strictEqual(code, 1);
      });
    }
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});
