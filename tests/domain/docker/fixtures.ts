/** The folder of texts by condition. */
const FOLDER = new URL("../../../fixtures/docker_config/", import.meta.url);

/** The bytes of a fixture. */
export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(name, FOLDER));
}

/** The text of a fixture, with its byte-order mark. */
export function fixture(name: string): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(fixtureBytes(name));
}

/** Fixtures that are accepted. */
export const ACCEPTED = [
  "auths_empty.json",
  "auths_null.json",
  "bom.json",
  "compact.json",
  "crlf.json",
  "empty.json",
  "empty_object.json",
  "entries_on_one_line.json",
  "helpers_and_store.json",
  "no_auths.json",
  "one_line_spaced.json",
  "other_case.json",
  "proto_keys.json",
  "stale_tokens.json",
  "tabs.json",
  "two_spaces.json",
  "unknown_and_odd.json",
  "url_keys.json",
  "whitespace.json",
];

/** Fixtures that are refused, with line and column, and what is said. */
export const REFUSED: readonly (readonly [name: string, position: string, state: RegExp])[] = [
  ["auth_number.json", "3:28", /expected a string or null/],
  ["auths_array.json", "2:11", /expected an object or null/],
  ["auths_string.json", "1:10", /expected an object or null/],
  ["comment.json", "2:2", /expected a key in double quotes/],
  ["duplicate_auths.json", "4:2", /appears twice/],
  ["duplicate_auths_case.json", "3:2", /appears twice/],
  ["duplicate_helper.json", "4:3", /appears twice/],
  ["duplicate_host.json", "4:3", /appears twice/],
  ["duplicate_in_entry.json", "3:48", /appears twice/],
  ["entry_string.json", "3:18", /expected an object or null/],
  ["helper_number.json", "3:18", /expected a string or null/],
  ["helpers_array.json", "2:17", /expected an object or null/],
  ["nul.json", "1:13", /expected the end of the file/],
  ["raw_line_break.json", "2:18", /line break/],
  ["root_array.json", "1:1", /expected an object/],
  ["root_null.json", "1:1", /expected an object/],
  ["single_quotes.json", "1:2", /expected a key in double quotes/],
  ["store_object.json", "2:16", /expected a string or null/],
  ["trailing_comma.json", "4:1", /expected a key in double quotes/],
  ["trailing_junk.json", "4:1", /expected the end of the file/],
  ["unclosed.json", "3:1", /the file ends here/],
];

/** Fixtures that are no text at all. */
export const NOT_UTF8: readonly (readonly [name: string, position: string])[] = [
  ["not_utf8.json", "3:15"],
  ["utf16.json", "1:1"],
];
