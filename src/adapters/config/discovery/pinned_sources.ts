import { ConfigError } from "../../../domain/errors/errors.ts";
import type { PinnedConfiguration } from "../../../domain/helper/registry_pin.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import type { FoundSources } from "./config_source.ts";
import type { FileTrust } from "../trust/file_trust.ts";

/**
 * The files of a pin, as they were found when it was created. Each must exist: without one, the others may resolve another principal.
 *
 * @throws {ConfigError} `CONFIG_NOT_FOUND`; `CONFIG_UNTRUSTED` for a discovered file that now belongs to another user.
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
