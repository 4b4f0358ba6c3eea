import { encodeResolved, type ObservedInput } from "../../domain/helper/resolved_format.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import type { ResolvedPins } from "../../ports/state.ts";
import { lockFile } from "../fs/file_lock.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { digestInputs, pruneUnused, writeCacheFile } from "./cache_directory.ts";
import { isUnchanged, resolvedFileName, ResolvedFilesReader } from "./cache_readers.ts";

/** A directory with one file per pin, `<sha256>.json`, and one for its lock, `<sha256>.lock`. */
export class ResolvedFiles extends ResolvedFilesReader implements ResolvedPins {
  async isCurrent(inputs: readonly ObservedInput[]): Promise<boolean> {
    return await isUnchanged(await digestInputs(inputs), this.variable, new Map());
  }

  async keep(pin: IdentityPin, inputs: readonly ObservedInput[], definition: Definition): Promise<void> {
    if (this.directory === undefined) return;
    const name = await resolvedFileName(pin);
    const entry = { ...await digestInputs(inputs), definition };
    try {
      await ensurePrivateDirectory(this.directory);
      using _lock = await lockFile(`${this.directory}/${name}.lock`, { timeoutMs: 0 });
      const text = encodeResolved(name, [entry, ...this.entries(name)]);
      await writeCacheFile(`${this.directory}/${name}.json`, text);
      await pruneUnused(this.directory);
    } catch {
      // Only costs speed: the next process reads the configuration.
    }
  }
}
