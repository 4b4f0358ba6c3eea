/**
 * What the changelog says about a version: the text below its heading, `## [1.2.3] - 2026-01-31`.
 *
 * Reference: https://keepachangelog.com/en/1.1.0/
 *
 * @throws {Error} when there is no such heading, no date in it, or nothing below it.
 */
export function changesOf(changelog: string, version: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no heading "## [${version}] - DATE"`);
  const [heading = "", ...lines] = section.split("\n");
  if (!/^\S+ - \d{4}-\d{2}-\d{2}$/.test(heading)) {
    throw new Error(`CHANGELOG.md: "## ${heading}" needs the date, as in "## [${version}] - 2026-01-31"`);
  }
  const text = lines.join("\n").trim();
  if (text === "") throw new Error(`CHANGELOG.md says nothing about ${version}`);
  return text;
}
