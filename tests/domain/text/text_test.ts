import { match, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { escapeText } from "../../../src/domain/text/escape.ts";
import { didYouMean, nearest } from "../../../src/domain/text/nearest.ts";
import { anyCharacter } from "../../support/any_text.ts";

const ESCAPED: readonly [text: string, safe: string][] = [
  ["dev/ecr", "dev/ecr"],
  ["Zürich ✓ 東京", "Zürich ✓ 東京"],
  ["\u001b]0;pwned\u0007", "\\u{1b}]0;pwned\\u{7}"],
  ["a\r\nb\tc", "a\\u{d}\\u{a}b\\u{9}c"],
  ["\u009b31m", "\\u{9b}31m"],
  ["admin\u202ecod.exe", "admin\\u{202e}cod.exe"],
  ["zero\u200bwidth", "zero\\u{200b}width"],
  ["\ud800", "\\u{d800}"],
  // Commands of GitHub Actions.
  ["::add-mask::x", "\\u{3a}:add-mask::x"],
  ["  ::stop-commands::x", "  \\u{3a}:stop-commands::x"],
  ["a ##[add-mask]x", "a #\\u{23}[add-mask]x"],
  ["::1", "::1"],
  ["a::b", "a::b"],
  ["#[x] ## x", "#[x] ## x"],
];

Deno.test("escapeText() shows what could steer a terminal", () => {
  for (const [text, safe] of ESCAPED) strictEqual(escapeText(text), safe);
});

Deno.test("escapeText() leaves nothing unsafe, for any input", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => {
    ok(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(escapeText(text)));
  }));
});

const NEAREST: readonly [name: string, candidates: readonly string[], expected: string | undefined][] = [
  ["dev/ecr", ["dev/ecr", "prod/ecr"], "dev/ecr"],
  ["dve/ecr", ["dev/ecr", "prod/ecr"], "dev/ecr"],
  ["DEV/ECR2", ["dev/ecr", "prod/ecr"], "dev/ecr"],
  ["acount_id", ["account_id", "region"], "account_id"],
  ["vai", ["kind", "via", "spec"], "via"],
  ["zzz", ["kind", "via", "spec"], undefined],
  ["x", [], undefined],
  ["ab", ["xy"], undefined],
  ["qa", ["qb", "q"], undefined],
  ["QA", ["qa"], "qa"],
  ["ss", ["sso"], "sso"],
  ["a", ["b", "ab"], undefined],
  ["dev", ["div", "dv"], "div"],
  ["dev", ["qa1", "dxx"], undefined],
  ["stage", ["stags", "stxxe"], "stags"],
  ["stage", ["sxxge"], undefined],
  ["deploy-production", ["deploy-prodcutoin", "deploy-staging"], "deploy-prodcutoin"],
];

Deno.test("nearest() finds the probable name, and no improbable one", () => {
  for (const [name, candidates, expected] of NEAREST) strictEqual(nearest(name, candidates), expected, name);
});

Deno.test("didYouMean() lists few candidates and counts many", () => {
  strictEqual(didYouMean("vai", ["via"]), 'Did you mean "via"?');
  strictEqual(didYouMean("zzz", ["b", "a"]), 'Available: "a", "b"');
  match(
    didYouMean("zzz", Array.from({ length: 20 }, (_, index) => `name${index}`)) ?? "",
    /^20 are available, including/,
  );
  strictEqual(didYouMean("zzz", []), undefined);
});
