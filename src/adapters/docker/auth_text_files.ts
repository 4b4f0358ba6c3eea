import type { AuthFiles } from "../../ports/docker.ts";
import { readBounded } from "../fs/bounded_read.ts";

/** Far more than any file of logins. */
const MAX_BYTES = 1024 * 1024;

/** Files of the machine. */
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
