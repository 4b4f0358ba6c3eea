/**
 * Writes a program that can be run at once.
 *
 * Whatever this process has open, a child that another test starts at this moment has as well, until it runs a program of its own; and
 * Linux runs nothing that is open for writing (ETXTBSY, execve(2)). So the file is made by a process that starts no others.
 *
 * @param text A script, with the line that names its interpreter.
 * @param mode As octal digits.
 */
export async function writeProgram(path: string, text: string, mode = "755"): Promise<void> {
  if (Deno.build.os === "windows") return await Deno.writeTextFile(path, text);
  const written = `${path}.new`;
  await Deno.writeTextFile(written, text);
  await installProgramFile(written, path, mode);
  await Deno.remove(written);
}

/** Copies a program, for the same reason by another process. @throws If that fails. */
export async function installProgramFile(from: string, to: string, mode = "755"): Promise<void> {
  const { success, stderr } = await new Deno.Command("install", { args: ["-m", mode, from, to] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
