/**
 * Writes a program that can be run at once, and replaces one that is there in one step.
 *
 * Whatever this process has open, a child that another test starts at this moment has as well, until it runs a program of its own; and
 * Linux runs nothing that is open for writing (ETXTBSY, execve(2)). So the file is made by a process that starts no others.
 *
 * @param text A script, with the line that names its interpreter.
 */
export async function writeProgram(path: string, text: string): Promise<void> {
  if (Deno.build.os === "windows") return await Deno.writeTextFile(path, text);
  const written = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(written, text);
  await copyProgram(written, path);
  await Deno.remove(written);
}

/** Copies a program, for the same reason by another process. @throws If that fails. */
export async function copyProgram(from: string, to: string): Promise<void> {
  const copy = `${to}.${crypto.randomUUID()}`;
  const { success, stderr } = await new Deno.Command("install", { args: ["-m", "755", from, copy] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  await Deno.rename(copy, to);
}
