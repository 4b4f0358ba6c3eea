import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ProcessStreams, wrapped } from "../../../src/adapters/fs/standard_streams.ts";

Deno.test("the helper's lines are wrapped between words", () => {
  const line = "atmos-ecr: Cannot log in to 222233334444.dkr.ecr.us-east-1.amazonaws.com as dev: expired";
  for (
    const [columns, shown] of [
      [120, line],
      [
        60,
        "atmos-ecr: Cannot log in to\n  222233334444.dkr.ecr.us-east-1.amazonaws.com as dev:\n  expired",
      ],
      [
        44,
        "atmos-ecr: Cannot log in to\n  222233334444.dkr.ecr.us-east-1.amazonaws.com\n  as dev: expired",
      ],
      [20, line],
    ] as const
  ) strictEqual(wrapped(`${line}\n`, columns), `${shown}\n`);
});

Deno.test("a command is not wrapped, so that it can be copied", () => {
  strictEqual(
    wrapped(
      "atmos-ecr: The session has expired. Run `atmos-ecr login dev/ecr --chdir /home/me/app`, then pull\n",
      60,
    ),
    "atmos-ecr: The session has expired. Run\n  `atmos-ecr login dev/ecr --chdir /home/me/app`, then pull\n",
  );
  strictEqual(
    wrapped("atmos-ecr: HOST is not pinned: run atmos-ecr docker install HOST, set DOCKER_CONFIG\n", 50),
    "atmos-ecr: HOST is not pinned: run\n  atmos-ecr docker install HOST, set DOCKER_CONFIG\n",
  );
});

Deno.test("ProcessStreams.read() waits for the input to begin, and then to end, and no longer", async (t) => {
  const { read } = Deno.stdin;
  const never = new Promise<null>(() => {});
  const rows = [
    ["nothing comes", [], { startMs: 10, endMs: 60_000 }, { kind: "timeout" }],
    ["no end comes", ["x"], { startMs: 60_000, endMs: 10 }, { kind: "timeout" }],
    ["more comes than is read", ["x".repeat(6), "y".repeat(6)], { startMs: 60_000, endMs: 60_000 }, {
      kind: "too-large",
    }],
  ] as const;
  for (const [name, parts, times, input] of rows) {
    await t.step(name, async () => {
      const left: string[] = [...parts];
      Deno.stdin.read = (buffer) => {
        const part = left.shift();
        return part === undefined
          ? never
          : Promise.resolve(new TextEncoder().encodeInto(part, buffer).written);
      };
      // In a program, a read that goes on does this.
      const alive = setTimeout(() => {}, 60_000);
      try {
        deepStrictEqual(await new ProcessStreams().read({ maxBytes: 10, ...times }), input);
      } finally {
        clearTimeout(alive);
        Deno.stdin.read = read;
      }
    });
  }
});

Deno.test("ProcessStreams.read() reports input that the system cannot read", async () => {
  const { read } = Deno.stdin;
  Deno.stdin.read = () => Promise.reject(new Deno.errors.IsADirectory("Is a directory (os error 21)"));
  try {
    const input = await new ProcessStreams().read({ maxBytes: 10, startMs: 50, endMs: 50 });
    deepStrictEqual(input, { kind: "failed", state: "Is a directory (os error 21)" });
  } finally {
    Deno.stdin.read = read;
  }
});
