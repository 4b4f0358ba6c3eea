import { encodeKnownNames, type KnownName } from "../../domain/completion/known_names.ts";
import { inputBytes, type ObservedInput } from "../../domain/helper/pin_inputs.ts";
import type { NameCache } from "../../ports/state.ts";
import { replaceFile } from "../fs/atomic_replace.ts";
import { ensurePrivateDirectory } from "../fs/private_directory.ts";
import { isPrivateSync } from "../fs/private_read.ts";
import { removeFile } from "../fs/remove_file.ts";
import { DAY_MS, isUntouched, pruneSometimes } from "./daily_prune.ts";
import { MAX_NAMES_BYTES, NameFilesReader, nameOfQuestion } from "./name_files_reader.ts";
import { sha256 } from "./resolved_reader.ts";

/** Bytes of a salt. */
const SALT_BYTES = 16;

/** Milliseconds after which unused names are removed: their project may no longer exist. */
const MAX_AGE_MS = 30 * DAY_MS;

/** A directory with one file per request, `<sha256>.json`. Two processes that write the same file find the same names. */
export class NameFiles extends NameFilesReader implements NameCache {
  async keep(
    question: string,
    inputs: readonly ObservedInput[],
    names: readonly KnownName[],
  ): Promise<void> {
    if (this.directory === undefined) return;
    const key = await nameOfQuestion(question);
    const path = `${this.directory}/${key}.json`;
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES)).toHex();
    const digest = await sha256(inputBytes(salt, inputs));
    const known = { salt, inputs: inputs.map(({ name }) => name), digest, names };
    const bytes = new TextEncoder().encode(encodeKnownNames(key, known));
    if (bytes.length > MAX_NAMES_BYTES) return;
    try {
      await ensurePrivateDirectory(this.directory);
      if (!isPrivateSync(path)) await removeFile(path).catch(() => undefined);
      await replaceFile(path, bytes, { durable: false });
      const now = new Date();
      await pruneSometimes({
        directory: this.directory,
        now,
        isRubbish: (_, file) => isUntouched(`${file}.json`, { now, forMs: MAX_AGE_MS }),
      });
    } catch {
      // Only costs speed: the next completion reads the configuration.
    }
  }
}
