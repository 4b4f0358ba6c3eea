/** Far more than any token, certificate or small file of a tool has. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file that a variable or another tool names. A pipe or a device is refused before it is opened: that could wait, or go on,
 * for ever. Without `node:` modules: it may be on the way to a warm answer.
 *
 * @throws {Error} What the system says; a `NotSupported` for what is no regular file, or is larger than 4 MiB.
 */
export async function readRegularText(path: string): Promise<string> {
  const { isFile, size } = await Deno.stat(path);
  if (!isFile) throw new Deno.errors.NotSupported("it is not a regular file");
  if (size > MAX_BYTES) throw new Deno.errors.NotSupported("it is larger than 4 MiB");
  return await Deno.readTextFile(path);
}
