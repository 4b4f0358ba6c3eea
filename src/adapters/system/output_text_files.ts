import { EnvironmentError } from "../../domain/errors/errors.ts";
import type { OutputFiles } from "../../ports/terminal.ts";
import { failureState, systemHint } from "../fs/file_error.ts";

const OWNER_ONLY = 0o600;

/** Files relative to the working directory. Pipes and devices are written to directly. */
export class OutputTextFiles implements OutputFiles {
  append(path: string, text: string): Promise<void> {
    return write(path, async () => {
      const separator = await endsInLine(path) ? "" : "\n";
      await put(path, separator + text, { append: true });
    });
  }

  replace(path: string, text: string): Promise<void> {
    return write(path, () => put(path, text, { write: true, truncate: true }));
  }
}

/** Writes a whole text. `Deno.writeTextFile` would change the mode of an existing file. */
async function put(path: string, text: string, how: Deno.OpenOptions): Promise<void> {
  using file = await Deno.open(path, { ...how, create: true, mode: OWNER_ONLY });
  for (let rest: Uint8Array = new TextEncoder().encode(text); rest.length > 0;) {
    rest = rest.subarray(await file.write(rest));
  }
}

/** Whether appended text starts a new line. */
async function endsInLine(path: string): Promise<boolean> {
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile || size === 0) return true;
    using file = await Deno.open(path);
    await file.seek(-1, Deno.SeekMode.End);
    const last = new Uint8Array(1);
    await file.read(last);
    return last[0] === "\n".charCodeAt(0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

async function write(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    const state = failureState(cause) ?? "unknown system error";
    throw new EnvironmentError("OUTPUT_UNWRITABLE", `Cannot write "${path}": ${state}`, {
      hint: systemHint(cause) ?? "Check that its directory exists and is writable",
      cause,
    });
  }
}
