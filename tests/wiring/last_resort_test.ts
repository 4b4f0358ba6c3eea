import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { REPORT_HINT } from "../../src/domain/errors/error_codes.ts";

const MODULE = new URL("../../src/wiring/last_resort.ts", import.meta.url).href;
const ERRORS = new URL("../../src/domain/errors/errors.ts", import.meta.url).href;
const MAIN = new URL("../../src/main.ts", import.meta.url).href;
const DENO_DIR = Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`;
const SECRET = "hunter2";
const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";

/** What nothing has caught, as code. */
const FAILURES: readonly (readonly [name: string, code: string])[] = [
  ["an error", `new TypeError("Invalid URL: http://user:${SECRET}@x")`],
  ["a string", `"${SECRET}"`],
  ["nothing", "undefined"],
  ["an error with a hostile name", `Object.assign(new Error(), { name: "\\u001b[31m${SECRET}" })`],
];

/** An error of this program, which may be shown. */
const OWN =
  `new AwsError("AWS_UNREACHABLE", "Cannot use the proxy of HTTPS_PROXY: it is blank", { hint: "Remove it" })`;

/** How the program may have been called, as arguments of `lastResort` and `catchStrayFailures`. */
const CALLS = {
  cli: `"cli", []`,
  json: `"cli", ["list", "-o", "json"]`,
  helper: `"helper", []`,
  kubelet: `"kubelet", []`,
} as const;

interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs code to its end, with what it prints. */
async function endOf(code: string): Promise<End> {
  const program = `
    const { catchStrayFailures, lastResort } = await import(${JSON.stringify(MODULE)});
    const { AwsError } = await import(${JSON.stringify(ERRORS)});
    ${code}`;
  const { code: exit, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", "--ext=ts", program],
    env: { NO_COLOR: "1" },
  }).output();
  return { code: exit, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

/** What `lastResort` prints and returns for each failure and call, in one process: both streams have a NUL between two of them. */
async function lastWords(failures: readonly string[]): Promise<readonly Record<keyof typeof CALLS, End>[]> {
  const NUL = "new Uint8Array(1)";
  const words = failures.flatMap((failure) =>
    Object.values(CALLS).map((call) => `lastResort(${failure}, ${call})`)
  );
  const { code, stdout, stderr } = await endOf(
    `const codes = [];
    ${
      words.map((one) => `codes.push(${one}); Deno.stdout.writeSync(${NUL}); Deno.stderr.writeSync(${NUL});`)
        .join("\n")
    }
    Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(codes)));`,
  );
  strictEqual(code, 0, stderr);
  const [out, err] = [stdout.split("\0"), stderr.split("\0")];
  const codes: readonly number[] = JSON.parse(out[words.length] ?? "");
  const end = (index: number): End => ({
    code: codes[index] ?? -1,
    stdout: out[index] ?? "",
    stderr: err[index] ?? "",
  });
  return failures.map((_, at) => {
    const [cli, json, helper, kubelet] = [0, 1, 2, 3].map((call) => end(4 * at + call));
    ok(cli !== undefined && json !== undefined && helper !== undefined && kubelet !== undefined);
    return { cli, json, helper, kubelet };
  });
}

Deno.test("lastResort() of any failure gives a message, without a stack trace or a secret", async (t) => {
  const [own, ...ends] = await lastWords([OWN, ...FAILURES.map(([, code]) => code)]);
  await t.step("an error of this program keeps its code and message", () => {
    strictEqual(own?.cli.code, 3);
    match(
      own.cli.stderr,
      /Cannot use the proxy of HTTPS_PROXY: it is blank\nHint: {2}Remove it\nCode: {2}AWS_UNREACHABLE/,
    );
    strictEqual(own.helper.code, 1);
    strictEqual(own.helper.stdout, "credentials not found in native keychain\n");
  });
  for (const [at, { cli, json, helper, kubelet }] of ends.entries()) {
    await t.step(FAILURES[at]?.[0] ?? "", () => {
      deepStrictEqual([cli.code, json.code, helper.code, kubelet.code], [1, 1, 1, 1]);
      deepStrictEqual([cli.stdout, kubelet.stdout], ["", ""]);
      strictEqual(helper.stdout, "credentials not found in native keychain\n");
      strictEqual(JSON.parse(json.stdout).error.code, "INTERNAL");
      match(
        cli.stderr,
        /^Error: Unexpected [A-Za-z]+: this is a bug in atmos-ecr\nHint: .*\nCode: {2}INTERNAL\n$/,
      );
      for (const { stderr } of [helper, kubelet]) {
        match(stderr, /^atmos-ecr: Unexpected [A-Za-z]+: this is a bug in atmos-ecr\. Report .*\n$/);
      }
      ok(cli.stderr.includes(REPORT_HINT), "the same place as elsewhere");
      for (const { stdout, stderr } of [cli, json, helper, kubelet]) {
        doesNotMatch(stdout + stderr, new RegExp(`${SECRET}|\\n\\s+at |\\u001b`));
      }
    });
  }
});

/** Ways in which a failure reaches nobody, and a call in which it does. */
const STRAYS: readonly (readonly [way: string, call: keyof typeof CALLS, stray: string])[] = [
  ["a rejection", "helper", `Promise.reject(new TypeError("${SECRET}"))`],
  ["a rejection with nothing", "kubelet", "Promise.reject(undefined)"],
  ["a late rejection", "cli", `setTimeout(() => Promise.reject(${OWN}), 1)`],
  ["an error in a timer", "json", `setTimeout(() => { throw new RangeError("${SECRET}"); }, 1)`],
];

Deno.test("catchStrayFailures() ends the program with its last words, whatever the way", async (t) => {
  const ends = await Promise.all(STRAYS.map(([, call, stray]) =>
    endOf(`catchStrayFailures(${CALLS[call]});
      ${stray};
      await new Promise((resolve) => setTimeout(resolve, 5000));`)
  ));
  const said: Readonly<Record<string, RegExp>> = {
    helper: /^credentials not found in native keychain\natmos-ecr: Unexpected TypeError: /,
    kubelet: /^atmos-ecr: Unexpected failure: /,
    cli: /^Error: Cannot use the proxy of HTTPS_PROXY: it is blank\n/,
    json: /^\{\n {2}"version": 1,\n {2}"error": \{[^]*Unexpected RangeError: /,
  };
  for (const [at, [way, call]] of STRAYS.entries()) {
    await t.step(way, () => {
      const { code, stdout, stderr } = ends[at] ?? { code: -1, stdout: "", stderr: "" };
      match(stdout + stderr, said[call] ?? /^$/);
      doesNotMatch(stdout + stderr, new RegExp(`Uncaught|${SECRET}|\\n\\s+at |\\u001b`));
      strictEqual(code, call === "cli" ? 3 : 1);
    });
  }
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
