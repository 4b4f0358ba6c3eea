import type { AuthDraft, DraftIntegration } from "./auth_draft.ts";
import { yamlComment, yamlLines, type YamlMapping, yamlScalar } from "./yaml_text.ts";

/** The `auth` section as YAML, with a final line end. */
export function sectionText(draft: AuthDraft, integrations: readonly DraftIntegration[]): string {
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
