import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { hosted } from "../support/hosts/hosted.ts";
import { type ProgramResult, programUnderTest } from "../support/sandbox.ts";
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

/** How a program ended that could not write to standard output. */
type Ending = Pick<ProgramResult, "code" | "stderr">;

Deno.test({
  name: "unwritable standard output has its own error, in every command",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    await using test = await HelperWorld.create();
    const { sandbox } = test.world;
    const env = sandbox.environment({
      ...test.world.environment(),
      ...test.world.aws.environment(test.world.user),
    });
    const run = async (args: readonly string[], stdin: string): Promise<Ending> =>
      await hosted({ args, env, cwd: sandbox.project, stdin, stdout: FULL }) ??
        await sandbox.execute(["sh", "-c", `exec "$@" >${FULL}`, "sh", ...programUnderTest(), ...args], {
          env,
          stdin,
        });
    for (const { args, stdin = "", code, says = FOR_PEOPLE } of CASES) {
      await t.step(`${args.join(" ")} ${stdin}`, async () => {
        const ending = await run(args, stdin);
        strictEqual(ending.code, code, ending.stderr);
        match(ending.stderr, FOR_PEOPLE);
        match(ending.stderr, says);
        doesNotMatch(ending.stderr, /\n\s+at |Uncaught|INTERNAL/);
      });
    }
    for (const args of ERRORS) {
      await t.step(
        `an error in JSON that cannot be written is on standard error: ${args.join(" ")}`,
        async () => {
          const { code, stderr } = await run([...args, "-o", "json"], "");
          strictEqual(code, 2);
          match(stderr, /^Error: [^\n]*(?:nope|example\.com)[^\n]*\nHint: /);
        },
      );
    }
    await t.step("where neither stream can be written, the exit code is left", async () => {
      const command = ["sh", "-c", `exec "$@" >${FULL} 2>${FULL}`, "sh", ...programUnderTest(), "list"];
      strictEqual((await sandbox.execute(command, { env })).code, 3);
    });
  },
});
