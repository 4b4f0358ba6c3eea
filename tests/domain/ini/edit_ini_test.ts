import { match, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { type IniSectionEdit, removeIniSection, setIniSection } from "../../../src/domain/ini/edit_ini.ts";
import { joinIniBlocks, readIniBlocks, readIniSections } from "../../../src/domain/ini/read_ini.ts";

const WORDS = ["atmos:"];

function edit(over: Partial<IniSectionEdit> = {}): IniSectionEdit {
  return {
    section: "dev",
    settings: { key: "new", token: "t" },
    notes: ["atmos: x=1"],
    noteWords: WORDS,
    ...over,
  };
}

const TABLE: readonly (readonly [what: string, before: string, change: IniSectionEdit, after: string])[] = [
  ["a file that is empty", "", edit(), "; atmos: x=1\n[dev]\nkey   = new\ntoken = t\n"],
  [
    "another section",
    "[a]\nk=v\n",
    edit({ settings: { key: "new" } }),
    "[a]\nk=v\n\n; atmos: x=1\n[dev]\nkey = new\n",
  ],
  [
    "a last line without end",
    "[a]\nk=v",
    edit({ settings: { key: "new" } }),
    "[a]\nk=v\n\n; atmos: x=1\n[dev]\nkey = new\n",
  ],
  [
    "an older session with somebody's comments and keys",
    "# mine\n; atmos: x=0\n[dev]\n# why\nkey =  old ; note\nforeign = 1\n\n; atmos: x=7\n[z]\nkey = z\n",
    edit(),
    "# mine\n; atmos: x=1\n[dev]\n# why\nkey =  new\nforeign = 1\ntoken = t\n\n; atmos: x=7\n[z]\nkey = z\n",
  ],
  [
    "a key that goes",
    "[dev]\nkey = old\ntoken = t\n",
    edit({ settings: { key: undefined }, notes: [] }),
    "[dev]\ntoken = t\n",
  ],
  [
    "line ends of Windows",
    "[dev]\r\nkey = old\r\n[z]\r\n",
    edit(),
    "; atmos: x=1\r\n[dev]\r\nkey = new\r\ntoken = t\r\n[z]\r\n",
  ],
  [
    "notes within",
    "; x: 1\n[dev]\n; atmos: y=1\nkey = old\n# mine\nkey",
    edit({ innerNotes: ["atmos: y=2"] }),
    "; x: 1\n; atmos: x=1\n[dev]\n; atmos: y=2\nkey = new\ntoken = t\n# mine\n",
  ],
  [
    "a comment that nothing else keeps from the next section",
    "[dev]\n# mine\nkey\n[z]\n",
    edit({ settings: { key: "new" }, notes: [] }),
    "[dev]\nkey = new\n# mine\n\n[z]\n",
  ],
  [
    "two of the name",
    "[dev]\nkey = 1\n[z]\n[dev]\nkey = 2\nkey = 3\n",
    edit({ settings: { key: "new" }, notes: [] }),
    "[dev]\nkey = new\n[z]\n",
  ],
  [
    "settings of a block",
    "[dev]\nkey =\n  key = inner\n",
    edit({ settings: { token: "t" }, notes: [] }),
    "[dev]\nkey =\n  key = inner\ntoken = t\n",
  ],
];

Deno.test("setIniSection() changes what it must and no byte more", () => {
  for (const [what, before, change, after] of TABLE) strictEqual(setIniSection(before, change), after, what);
});

Deno.test("removeIniSection() leaves the other sections and other people's comments", () => {
  const text = "[a]\nk=v\n\n# mine\n; atmos: x=0\n[dev]\nkey = old\n\n; atmos: x=7\n[z]\nkey = z\n";
  strictEqual(
    removeIniSection(text, { section: "dev", noteWords: WORDS }),
    "[a]\nk=v\n\n# mine\n; atmos: x=7\n[z]\nkey = z\n",
  );
  strictEqual(removeIniSection(text, { section: "none", noteWords: WORDS }), text);
});

const LINE = fc.oneof(
  fc.constantFrom(
    "[a]",
    "[dev]",
    "[profile x]",
    "; atmos: x=9",
    "# note",
    "",
    "key = v",
    "key=",
    "  inner = 1",
    "junk",
  ),
  fc.string(),
);
const TEXT = fc.array(LINE).chain((lines) => fc.constantFrom("\n", "\r\n").map((eol) => lines.join(eol)));

Deno.test("sections put together again are the text", () => {
  fc.assert(fc.property(TEXT, (text) => strictEqual(joinIniBlocks(readIniBlocks(text)), text)));
});

Deno.test("whatever the text, an edit is read back, is idempotent, and leaves all other sections byte for byte", () => {
  fc.assert(fc.property(TEXT, (text) => {
    const edited = setIniSection(text, edit());
    strictEqual(readIniSections(edited).get("dev")?.get("key"), "new");
    strictEqual(readIniSections(edited).get("dev")?.get("token"), "t");
    strictEqual(setIniSection(edited, edit()), edited);
    ok(others(edited).startsWith(others(text)));
    // What a new section is set apart with.
    match(others(edited).slice(others(text).length), /^(?:\r?\n){0,2}$/);
    const removed = removeIniSection(edited, edit());
    ok(!readIniSections(removed).has("dev"));
  }));
});

/** Every section but one, as text. */
function others(text: string): string {
  return joinIniBlocks(readIniBlocks(text).filter(({ name }) => name !== "dev"));
}
