import { join } from "node:path";
import type { NpmPackage } from "./packages.ts";

const LICENCE_REGEXP = /^(licen[cs]e|notice|copying)/i;

/**
 * The licences of the bundled packages, each in its own words, as most of them demand.
 *
 * @param cache Deno's directory of npm packages: a directory for each name, and in it one for each version.
 */
export async function licencesText(packages: readonly NpmPackage[], cache: string): Promise<string> {
  const parts = await Promise.all(packages.map(async ({ name, version }) => {
    const directory = join(cache, name, version);
    const files = (await Array.fromAsync(Deno.readDir(directory)))
      .filter((entry) => entry.isFile && LICENCE_REGEXP.test(entry.name)).map((entry) => entry.name);
    const texts = await Promise.all(files.toSorted().map((file) => Deno.readTextFile(join(directory, file))));
    const { license }: { readonly license?: string } = JSON.parse(
      await Deno.readTextFile(join(directory, "package.json")),
    );
    const words = texts.map((text) => text.replaceAll("\r\n", "\n").trim());
    return [`${name} ${version} (${license ?? "see below"})`, ...words].join("\n\n");
  }));
  return `${parts.join(`\n\n${"-".repeat(78)}\n\n`)}\n`;
}
