/** What the line about an answer knows of it: the request, and what was said; never the answer. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { ProtocolStreams } from "../../src/ports/process.ts";
import { serveLogged } from "../../src/wiring/helper_log.ts";
import { modeOf, tempDirectory } from "../adapters/fs/temp_directory.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { HOST } from "../support/helper_fixtures.ts";

const LIMITS = { maxBytes: 1_000_000, startMs: 1000, endMs: 1000 };
const TIME = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

/** A call: what it is asked, how it answers → the end of its line. */
const CALLS: readonly (readonly [
  call: string,
  input: string,
  serve: (streams: ProtocolStreams) => number,
  line: string,
])[] = [
  ["get", HOST, (streams) => (streams.out(`{"Secret":"hunter2"}\n`), 0), `get ${HOST}: ok`],
  ["get", `https://${HOST}\n`, () => 0, `get ${HOST}: ok`],
  ["get", "registry.example", () => 1, "get -: no credentials"],
  ["get", "x".repeat(100_000), () => 1, "get -: no credentials"],
  [
    "get",
    HOST,
    (streams) => (streams.err("atmos-ecr: Cannot\n"), 1),
    `get ${HOST}: no credentials \\(\\d+ ms\\) atmos-ecr: Cannot`,
  ],
  ["kubelet", JSON.stringify({ image: `${HOST}/app:1` }), () => 0, `kubelet ${HOST}: ok`],
  ["list", "", (streams) => (streams.outWords("{}\n"), 0), "list -: exit 0"],
];

Deno.test("serveLogged() leaves a line for each answer, in a private file, and passes everything on", async () => {
  await using dir = await tempDirectory();
  const path = join(dir.path, "helper.log");
  for (const [call, input, serve] of CALLS) {
    const streams = new MemoryStreams(input);
    const alone = new MemoryStreams(input);
    const code = await serveLogged({ path, call, streams }, async (heard) => {
      deepStrictEqual(await heard.read(LIMITS), await alone.read(LIMITS));
      return serve(heard);
    });
    deepStrictEqual(
      [code, streams.stdout, streams.stderr],
      [serve(alone), alone.stdout, alone.stderr],
    );
  }
  const text = await Deno.readTextFile(path);
  const lines = text.trimEnd().split("\n");
  strictEqual(lines.length, CALLS.length);
  for (const [index, [, , , line]] of CALLS.entries()) {
    match(
      lines[index] ?? "",
      new RegExp(`${TIME} ${line.includes(" ms") ? line : `${line} \\(\\d+ ms\\)`}$`),
    );
  }
  ok(!text.includes("hunter2"));
  if (Deno.build.os !== "windows") strictEqual(await modeOf(path), 0o600);
});
