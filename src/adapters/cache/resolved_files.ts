import { inputBytes, type ObservedInput } from "../../domain/helper/pin_inputs.ts";
import type { IdentityPin } from "../../domain/helper/registry_pin.ts";
import { encodeResolved } from "../../domain/helper/resolved_format.ts";
import type { Definition } from "../../domain/identity/definition.ts";
import type { ResolvedPins } from "../../ports/state.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { lockFile } from "../fs/file_lock.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isPrivateSync } from "../fs/private_read.ts";
import { ifExists } from "../fs/system_error.ts";
import { DAY_MS, isUntouched, pruneSometimes } from "./daily_prune.ts";
import { resolvedFileName, ResolvedFilesReader, sha256 } from "./resolved_reader.ts";
import { removeFile } from "../fs/remove_file.ts";

/** Bytes of a salt. */
const SALT_BYTES = 16;

/** Milliseconds after which a resolution is removed, which costs one reading: nothing else removes it when its pin is gone. */
const MAX_AGE_MS = 30 * DAY_MS;

/** A directory with one file per pin, `<sha256>.json`, and one for its lock, `<sha256>.lock`. */
export class ResolvedFiles extends ResolvedFilesReader implements ResolvedPins {
  async keep(pin: IdentityPin, inputs: readonly ObservedInput[], definition: Definition): Promise<void> {
    if (this.directory === undefined) return;
    const name = await resolvedFileName(pin);
    const path = `${this.directory}/${name}.json`;
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES)).toHex();
    const entry = {
      salt,
      inputs: inputs.map((input) => input.name),
      digest: await sha256(inputBytes(salt, inputs)),
      definition,
    };
    try {
      await ensurePrivateDirectory(this.directory);
      using _lock = await lockFile(`${this.directory}/${name}.lock`, { timeoutMs: 0 });
      const text = encodeResolved(name, [entry, ...this.entries(name)]);
      if (!isPrivateSync(path)) await removeFile(path).catch(() => undefined);
      await replaceFile(path, new TextEncoder().encode(text), { durable: false });
      const now = new Date();
      await pruneSometimes({
        directory: this.directory,
        now,
        isRubbish: async (_, path) => {
          const isAlone = await ifExists(Deno.lstat(`${path}.json`)) === undefined;
          return await isUntouched(isAlone ? `${path}.lock` : `${path}.json`, {
            now,
            forMs: isAlone ? DAY_MS : MAX_AGE_MS,
          });
        },
      });
    } catch {
      // Only costs speed: the next process reads the configuration.
    }
  }
}
