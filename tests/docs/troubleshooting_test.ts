import { deepStrictEqual, doesNotMatch, match, ok } from "node:assert/strict";
import { ERROR_CODES, errorPage, PROJECT_PAGE, REPORT_HINT } from "../../src/domain/errors/error_codes.ts";
import { fromFileUrl, sourceFiles } from "../support/module_graph.ts";

Deno.test("the program and its documentation name one place to report defects, and no other project's", () => {
  ok(TEXT.includes(PROJECT_PAGE) && REPORT_HINT.includes(PROJECT_PAGE));
  match(PROJECT_PAGE, /ecr/);
  doesNotMatch(REPORT_HINT, /cloudposse/);
});

const TEXT = await Deno.readTextFile(`${fromFileUrl("../")}docs/troubleshooting.md`);

Deno.test("docs/troubleshooting.md knows every error code", () => {
  const headings = [...TEXT.matchAll(/^## ([A-Z_]+)$/gm)].map(([, code]) => code ?? "");
  deepStrictEqual(headings.toSorted(), Object.keys(ERROR_CODES).toSorted());
});

Deno.test("the page that errors link to is published with the package", async () => {
  const { publish }: { readonly publish: { readonly include: readonly string[] } } = JSON.parse(
    await Deno.readTextFile(`${fromFileUrl("../")}deno.json`),
  );
  const path = new URL(errorPage("1.2.3", "USAGE")).pathname.split("/1.2.3/")[1] ?? "";
  ok(publish.include.includes(path), path);
});

Deno.test("docs/troubleshooting.md quotes the program's messages", async () => {
  const sources = await Promise.all(
    (await sourceFiles()).map((file) => Deno.readTextFile(`${fromFileUrl("../src/")}${file}`)),
  );
  const code = sources.join("\n");
  const unknown: string[] = [];
  for (const [, block = ""] of TEXT.matchAll(/```text\n(.*?)```/gs)) {
    for (const piece of block.split(/…|\n/).map((text) => text.trim())) {
      if (piece.length > 12 && !code.includes(piece)) unknown.push(piece);
    }
  }
  deepStrictEqual(unknown, []);
});
