/**
 * Replaces the file of its first argument, says so when the new one is complete, and never gets further: until a signal comes, on
 * which it tidies up as the program does.
 *
 * @module
 */
import { replaceFile } from "../../../src/adapters/fs/atomic_replace.ts";
import { removeLiveTempFilesSync } from "../../../src/adapters/fs/temp_files.ts";

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    removeLiveTempFilesSync();
    Deno.exit(1);
  });
}

await replaceFile(Deno.args[0] ?? "", new TextEncoder().encode("new"), {
  stillCurrent: async () => {
    await Deno.stdout.write(new TextEncoder().encode("written\n"));
    return await new Promise(() => {});
  },
});
