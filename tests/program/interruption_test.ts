/** A signal ends the program, whatever it waits for, and nothing is left of it. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { sampled } from "../support/hosts/samples.ts";
import { programUnderTest, Sandbox } from "../support/sandbox.ts";
import { hasTerminals, Terminal } from "../support/terminal.ts";
import { HOST } from "./helper_world.ts";
import { DEV, World } from "./world.ts";
import { hasEnded } from "../support/processes.ts";

/** How long the program may take to end, in milliseconds: less than what it waits for. */
const PATIENCE_MS = 20_000;

const WAITS = `auth:
  identities:
    slow:
      kind: aws/user
      credentials: {access_key_id: !exec "touch begun; exec sleep 50", secret_access_key: x}
    ambient: {kind: aws/ambient}
    another: {kind: aws/ambient}
  integrations:
    slow/ecr: {kind: aws/ecr, via: {identity: slow}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`;

const AWS_CONFIG = `[profile slow]
region = us-east-1
credential_process = sh -c "touch begun; exec sleep 50"
`;

/** Commands that wait for a program, which makes a file when it begins: of the configuration, and of the AWS files. */
const PROGRAMS: readonly (readonly string[])[] = [
  ["login", "slow/ecr"],
  ["token", HOST, "--identity", "slow"],
  ["auth", "whoami", "--identity", "slow"],
  ["auth", "login", "slow"],
  ["config", "show"],
  ["token", HOST, "--aws-profile", "slow"],
  ["login", HOST, "--aws-profile", "slow"],
  ["config", "validate"],
  ["doctor"],
  ["docker", "install", HOST, "--identity", "slow"],
];

async function untilFile(path: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 20) {
    if (await Deno.stat(path).then(() => true, () => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** How a child ends after a signal; killed where it does not. */
async function endOf(child: Deno.ChildProcess): Promise<{ readonly code: number; readonly stderr: string }> {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  const { code, stderr } = await child.output();
  clearTimeout(timer);
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("a signal ends a login that waits for AWS with exit code 130, and nothing is written", async (t) => {
  // The other two end the waits below.
  for (const signal of sampled(["SIGINT", "SIGTERM", "SIGHUP"] as const, 3)) {
    await t.step(signal, async () => {
      await using world = await World.create();
      world.aws.faults.add({ service: "sts", effect: { kind: "hang" } });
      const child = world.spawn(["login", "dev/ecr"]);
      while (world.aws.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      child.kill(signal);
      const { code, stderr } = await endOf(child);
      strictEqual(code, 130);
      match(stderr, /CANCELLED/);
      deepStrictEqual(await world.sandbox.files(), []);
    });
  }
});

Deno.test({
  name: "SIGTERM ends a command that waits for a program with exit code 130",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    for (const args of sampled(PROGRAMS, 5)) {
      await t.step(args.join(" "), async (t) => {
        await using sandbox = await Sandbox.create({ "atmos.yaml": WAITS });
        const directory = `${sandbox.home}/.aws`;
        await Deno.mkdir(directory, { recursive: true });
        await Deno.writeTextFile(`${directory}/config`, AWS_CONFIG);
        const [command = "", ...prefix] = programUnderTest();
        const child = new Deno.Command(command, {
          args: [...prefix, ...args],
          cwd: sandbox.project,
          clearEnv: true,
          env: sandbox.environment({ ATMOS_ECR_TRUST: "all" }),
          stdin: "null",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
        const hasBegun = await untilFile(`${sandbox.project}/begun`);
        if (hasBegun) child.kill("SIGTERM");
        const { code, stderr } = await endOf(child);
        ok(hasBegun, `${t.name} runs no program: ${stderr}`);
        strictEqual(code, 130, stderr);
        match(stderr, /CANCELLED/);
      });
    }
  },
});

/** Questions → what leads to them. */
const QUESTIONS: readonly (readonly [question: string, args: readonly string[]])[] = [
  ["Which identity?", ["login", "-i"]],
  ["Which integration?", ["login"]],
  ["Access key", ["auth", "user", "configure", "builder"]],
];

/** How a question ends. */
const ENDS = ["SIGTERM", "SIGHUP", "the end of the terminal"] as const;

Deno.test({
  name: "a signal, or the end of the terminal, ends a question",
  ignore: !await hasTerminals(),
  fn: async (t) => {
    const rows = QUESTIONS.flatMap(([question, args]) => ENDS.map((end) => ({ question, args, end })));
    // At least a menu and a text, a signal and the end of the terminal.
    for (const { question, args, end } of sampled(rows, 8)) {
      await t.step(`${args.join(" ")}: ${end}`, async () => {
        await using world = await World.create(
          `auth: {identities: {builder: {kind: aws/user}, a: {kind: aws/ambient}}, integrations: {
  a: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}},
  b: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "${DEV}", region: eu-west-1}}}}}\n`,
        );
        const command = ["sh", "-c", 'echo "pid $$."; exec "$@"', "sh", ...programUnderTest(), ...args];
        await using terminal = new Terminal(world.sandbox, { command, env: world.environment() });
        await terminal.until(question);
        const pid = Number(/pid (\d+)\./.exec(terminal.screen)?.[1]);
        if (end === "the end of the terminal") terminal.close();
        else Deno.kill(pid, end);
        ok(await hasEnded(pid), "the program goes on");
        if (end !== "the end of the terminal") strictEqual(await terminal.ended(), 130, terminal.screen);
      });
    }
  },
});
