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
