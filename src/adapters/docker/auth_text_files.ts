import type { AuthFiles } from "../../ports/docker.ts";
import { readBounded } from "../fs/bounded_read.ts";

/** Much larger than any auth file. */
const MAX_BYTES = 1024 * 1024;

/** Auth files on this machine. */
export const authTextFiles: AuthFiles = {
  async read(path): Promise<string | undefined> {
    try {
      const bytes = await readBounded(path, MAX_BYTES);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    } catch {
      return undefined;
    }
  },
};
