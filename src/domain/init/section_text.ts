import { quotedYaml, RESERVED_REGEXP, UNSAFE_REGEXP } from "../config/yaml_text.ts";
import type { AuthDraft, DraftEntry, YamlMapping } from "./auth_draft.ts";

/** The `auth` section as YAML, with a final line end. */
export function sectionText(draft: AuthDraft, integrations: readonly DraftEntry[]): string {
  const [first] = draft.chosen;
  const entry = (name: string, fields: YamlMapping): string[] => [
    `    ${yamlScalar(name, "flow")}:`,
    ...yamlLines(fields, 3),
  ];
  const lines = ["auth:"];
  if (draft.providers.length > 0) {
    lines.push("  providers:", ...draft.providers.flatMap(({ name, fields }) => entry(name, fields)));
  }
  lines.push("  identities:");
  for (const { name, fields, comment } of draft.identities) {
    if (comment !== undefined) lines.push(...yamlComment(comment, 2));
    const { kind = "", ...rest } = fields;
    lines.push(...entry(name, name === first ? { kind, default: true, ...rest } : fields));
  }
  lines.push("  integrations:", ...integrations.flatMap(({ name, fields }) => entry(name, fields)));
  return `${lines.join("\n")}\n`;
}

/**
 * A file with a section appended. Its bytes are preserved; the section uses its line ends.
 *
 * @param before The text of the file; undefined if there is none.
 * @param gap Whether to insert a blank line.
 */
export function withSection(before: string | undefined, section: string, gap = true): string {
  if (before === undefined || before === "") return section;
  const lineEnd = before.includes("\r\n") ? "\r\n" : "\n";
  const isEnded = /\n$/.test(before);
  const isBlank = before.trim() === "";
  const between = `${isEnded ? "" : lineEnd}${isBlank || !gap ? "" : lineEnd}`;
  return before + between + section.replaceAll("\n", lineEnd);
}

/** Texts that need no quotes, even inside braces. */
const PLAIN_REGEXP = /^[A-Za-z](?:[A-Za-z0-9_./+@=-]*[A-Za-z0-9_])?$/;

/** Texts that need no quotes outside braces: colons not followed by a blank, as in an ARN or a URL. */
const PLAIN_BLOCK_REGEXP = /^[a-z][A-Za-z0-9_./+@=:-]*[A-Za-z0-9_/]$/;

/** A text as YAML: plain if that is safe, otherwise in double quotes. */
export function yamlScalar(text: string, place: "block" | "flow"): string {
  const isPlain = !RESERVED_REGEXP.test(text) &&
    (PLAIN_REGEXP.test(text) || (place === "block" && PLAIN_BLOCK_REGEXP.test(text)));
  return isPlain ? text : quotedYaml(text);
}

/** Longer lines become blocks. */
const MAX_COLUMNS = 100;

/** A mapping as lines, indented by two blanks per level. Short ones with only texts are written in braces. */
function yamlLines(mapping: YamlMapping, depth: number): string[] {
  const indent = "  ".repeat(depth);
  return Object.entries(mapping).flatMap(([key, value]) => {
    const name = `${indent}${yamlScalar(key, "flow")}:`;
    if (typeof value === "string") return [`${name} ${yamlScalar(value, "block")}`];
    const flow = `${name} ${flowText(value)}`;
    return typeof value === "boolean" || flow.length <= MAX_COLUMNS
      ? [flow]
      : [name, ...yamlLines(value, depth + 1)];
  });
}

function flowText(value: YamlMapping[string]): string {
  if (typeof value === "string") return yamlScalar(value, "flow");
  if (typeof value === "boolean") return String(value);
  const entries = Object.entries(value).map(([key, inner]) =>
    `${yamlScalar(key, "flow")}: ${flowText(inner)}`
  );
  return `{ ${entries.join(", ")} }`;
}

/** A comment as indented lines. */
function yamlComment(comment: string, depth: number): string[] {
  return comment.split("\n").map((line) => `${"  ".repeat(depth)}# ${line.replaceAll(UNSAFE_REGEXP, " ")}`);
}
