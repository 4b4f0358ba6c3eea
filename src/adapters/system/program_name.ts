/**
 * The name or path under which the program was called: distinguishes `docker-credential-atmos-ecr` from `atmos-ecr` if both are one file.
 * Empty if unknown.
 *
 * On Linux it is read from /proc: accessing `process` takes as long as everything else on a cache hit.
 *
 * Reference: in a program of `deno compile`, `process.argv0` is the real `argv[0]`; with `deno run` it is the runtime's own.
 */
export async function programName(): Promise<string> {
  if (Deno.build.os === "linux") {
    try {
      return (await Deno.readTextFile("/proc/self/cmdline")).split("\0")[0] ?? "";
    } catch {
      // There is no /proc.
    }
  }
  if (!Deno.build.standalone) return "";
  // The condition hides the module from Deno, which would otherwise load it in advance.
  const name: string = Deno.build.standalone ? "node:process" : "";
  const { argv0 }: { readonly argv0: string } = await import(name);
  return argv0;
}
