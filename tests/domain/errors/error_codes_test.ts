import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ERROR_CODES, type ErrorCode, EXIT_CODES } from "../../../src/domain/errors/error_codes.ts";
import {
  AwsError,
  CancelledError,
  ConfigError,
  RegistryError,
  UsageError,
} from "../../../src/domain/errors/errors.ts";
import { fromFileUrl } from "../../support/module_graph.ts";

Deno.test("errors carry the exit code of their code", () => {
  strictEqual(new UsageError("x").exitCode, 2);
  strictEqual(new RegistryError("x").exitCode, 2);
  strictEqual(new ConfigError("CONFIG_SYNTAX", "x").exitCode, 2);
  strictEqual(new AwsError("AWS_DENIED", "x").exitCode, 1);
  strictEqual(new AwsError("AWS_UNREACHABLE", "x").exitCode, 3);
  strictEqual(new AwsError("AWS_CREDENTIALS_MISSING", "x").exitCode, 4);
  strictEqual(new CancelledError().exitCode, 130);
});

Deno.test("the README lists every error code with its exit code", async () => {
  const readme = await Deno.readTextFile(fromFileUrl("../README.md"));
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)`\s*\| (\d+)\s*\| (.+?)\s*\|$/gm)].map((
    [, code, exit, summary],
  ) => [
    code,
    Number(exit),
    summary,
  ]);
  const expected = Object.entries(ERROR_CODES).map((
    [code, { exit, summary }],
  ) => [code, EXIT_CODES[exit], summary]);
  deepStrictEqual(listed, expected);
});

Deno.test("every error code is provoked by a test", async () => {
  const texts: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    for await (const entry of Deno.readDir(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) await walk(path);
      else if (/(_test\.ts|_contract\.ts|\.json)$/.test(entry.name) && entry.name !== "error_codes_test.ts") {
        texts.push(await Deno.readTextFile(path));
      }
    }
  };
  await walk(fromFileUrl("../tests"));
  await walk(fromFileUrl("../fixtures"));
  const all = texts.join("\n");
  const untested = (Object.keys(ERROR_CODES) as ErrorCode[]).filter((code) =>
    !new RegExp(`\\b${code}\\b`).test(all)
  );
  deepStrictEqual(untested, []);
});

Deno.test("summaries read as the end of a sentence", () => {
  for (const { summary } of Object.values(ERROR_CODES)) {
    match(summary, /[^.]$/);
    ok(summary.length < 100, summary);
  }
});
