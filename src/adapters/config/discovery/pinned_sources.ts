import { ConfigError } from "../../../domain/errors/errors.ts";
import type { PinnedConfiguration } from "../../../domain/helper/registry_pin.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import type { FoundSources } from "./config_source.ts";
import type { FileTrust } from "../trust/file_trust.ts";

/**
 * The files that a pin names, as they were found when it was made. Each must be there: without one of them, the others may mean another
 * principal.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND`; `CONFIG_UNTRUSTED` for a file that was found by a search and is another user's now.
 */
export async function pinnedSources(
  { sources, named }: Pick<PinnedConfiguration, "sources" | "named">,
  { files, trust }: { readonly files: ConfigFiles; readonly trust: FileTrust },
): Promise<FoundSources> {
  for (const { file } of sources) {
    const kind = await files.kind(file);
    if (kind !== "file") {
      throw new ConfigError(
        "CONFIG_NOT_FOUND",
        `Cannot find the pinned configuration file "${file}"${
          kind === "missing" ? "" : ": it is no longer a file"
        }`,
        { hint: "Restore it" },
      );
    }
    const fault = named ? undefined : await trust.ownerFault(file);
    if (fault !== undefined) throw trust.foreign(file, fault);
  }
  const candidates = sources.map(({ file, directory, imports, dropIns }) =>
    ({ read: true, path: file, reason: "pinned", directory, imports, dropIns }) as const
  );
  return { candidates, problems: [] };
}
