/**
 * The name or path that the program was called by, as its parent gave it: what tells `docker-credential-atmos-ecr` from `atmos-ecr`
 * when both are one file. Empty where the runtime does not tell.
 *
 * Linux gives it for little: to touch `process` costs as much start-up time as everything else on the way to a warm answer.
 *
 * Reference: in a program of `deno compile`, `process.argv0` is the real `argv[0]`; with `deno run` it is the runtime's own.
 */
export async function programName(): Promise<string> {
  if (Deno.build.os === "linux") {
    try {
      return (await Deno.readTextFile("/proc/self/cmdline")).split("\0")[0] ?? "";
    } catch {
      // No /proc in here.
    }
  }
  if (!Deno.build.standalone) return "";
  // The condition hides the module from Deno, which would else load it beforehand.
  const name: string = Deno.build.standalone ? "node:process" : "";
  const { argv0 }: { readonly argv0: string } = await import(name);
  return argv0;
}
