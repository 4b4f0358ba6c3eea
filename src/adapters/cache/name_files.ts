import { encodeKnownNames, type KnownName } from "../../domain/completion/known_names.ts";
import type { ObservedInput } from "../../domain/helper/resolved_format.ts";
import type { NameCache } from "../../ports/state.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { digestInputs, pruneUnused, writeCacheFile } from "./cache_directory.ts";
import { MAX_NAMES_BYTES, NameFilesReader, nameOfQuestion } from "./name_files_reader.ts";

/** A directory with one file per request, `<sha256>.json`. Two processes that write the same file find the same names. */
export class NameFiles extends NameFilesReader implements NameCache {
  async keep(
    question: string,
    inputs: readonly ObservedInput[],
    names: readonly KnownName[],
  ): Promise<void> {
    if (this.directory === undefined) return;
    const name = await nameOfQuestion(question);
    const text = encodeKnownNames(name, { ...await digestInputs(inputs), names });
    if (new TextEncoder().encode(text).length > MAX_NAMES_BYTES) return;
    try {
      await ensurePrivateDirectory(this.directory);
      await writeCacheFile(`${this.directory}/${name}.json`, text);
      await pruneUnused(this.directory);
    } catch {
      // Only costs speed: the next completion reads the configuration.
    }
  }
}
