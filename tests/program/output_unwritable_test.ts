import { doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { sampled } from "../support/hosts/samples.ts";
import { programUnderTest } from "../support/sandbox.ts";
import { HelperWorld, HOST } from "./helper_world.ts";

/** A device that takes nothing, as a disk that is full. */
const FULL = "/dev/full";

interface Case {
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly code: number;
  readonly says?: RegExp;
}

const FOR_PEOPLE = /Cannot write to standard output: [^\n]*(?:\n|. Check)/;

const CASES: readonly Case[] = [
  { args: ["--version"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["--version", "-o", "json"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["--help"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["login", "--help"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["help", "environment"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["list"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["list", "-o", "json"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["status"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["explain", HOST], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["config", "path"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["token", HOST], code: 3, says: /OUTPUT_UNWRITABLE/ },
  ...[
    "auth whoami",
    "auth list",
    "auth env",
    "auth validate -o json",
    "auth login -o json",
    "docker status",
    "doctor",
    "config show",
    "config explain auth.realm",
    "login dev/ecr -o json",
    "logout dev/ecr -o json",
    "docker",
    "credential --help",
  ].map((line) => ({ args: line.split(" "), code: 3, says: /OUTPUT_UNWRITABLE/ })),
  { args: ["completion", "bash"], code: 3, says: /OUTPUT_UNWRITABLE/ },
  { args: ["credential", "get"], stdin: HOST, code: 1 },
  { args: ["credential", "get"], stdin: "docker.io", code: 1 },
  { args: ["credential", "list"], code: 1 },
  { args: ["credential", "version"], code: 1 },
  { args: ["kubelet", "--check", HOST], code: 1 },
];

/** Calls that are wrong. */
const ERRORS = ["nope", "explain example.com", "login nope", "help nope"].map((line) => line.split(" "));

Deno.test({
  name: "unwritable standard output has its own error, in every command",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    await using test = await HelperWorld.create();
    const environment = { ...test.world.environment(), ...test.world.aws.environment(test.world.user) };
    for (const { args, stdin = "", code, says = FOR_PEOPLE } of sampled(CASES, 5)) {
      await t.step(`${args.join(" ")} ${stdin}`, async () => {
        const child = new Deno.Command("sh", {
          args: ["-c", `exec "$@" >${FULL}`, "sh", ...programUnderTest(), ...args],
          cwd: test.world.sandbox.project,
          clearEnv: true,
          env: test.world.sandbox.environment(environment),
          stdin: "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
        const writer = child.stdin.getWriter();
        await writer.write(new TextEncoder().encode(stdin)).catch(() => {});
        await writer.close().catch(() => {});
        const output = await child.output();
        const stderr = new TextDecoder().decode(output.stderr);
        strictEqual(output.code, code, stderr);
        match(stderr, FOR_PEOPLE);
        match(stderr, says);
        doesNotMatch(stderr, /\n\s+at |Uncaught|INTERNAL/);
      });
    }
    for (const args of sampled(ERRORS, 2)) {
      await t.step(
        `an error in JSON that cannot be written is on standard error: ${args.join(" ")}`,
        async () => {
          const { code, stderr } = await new Deno.Command("sh", {
            args: ["-c", `exec "$@" >${FULL}`, "sh", ...programUnderTest(), ...args, "-o", "json"],
            cwd: test.world.sandbox.project,
            clearEnv: true,
            env: test.world.sandbox.environment(environment),
          }).output();
          strictEqual(code, 2);
          match(new TextDecoder().decode(stderr), /^Error: [^\n]*(?:nope|example\.com)[^\n]*\nHint: /);
        },
      );
    }
    await t.step("where neither stream can be written, the exit code is left", async () => {
      const { code } = await new Deno.Command("sh", {
        args: ["-c", `exec "$@" >${FULL} 2>${FULL}`, "sh", ...programUnderTest(), "list"],
        cwd: test.world.sandbox.project,
        clearEnv: true,
        env: test.world.sandbox.environment(environment),
      }).output();
      strictEqual(code, 3);
    });
    ok(CASES.length > 0);
  },
});
