/** Much larger than any token, certificate or small file of a tool. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file named by a variable or another tool. Pipes and devices are rejected without opening them, since they could block or
 * never end. Without `node:` modules: a cache hit may need it.
 *
 * @throws {Error} The system's error; a `NotSupported` if it is not a regular file, or larger than 4 MiB.
 */
export async function readRegularText(path: string): Promise<string> {
  const { isFile, size } = await Deno.stat(path);
  if (!isFile) throw new Deno.errors.NotSupported("it is not a regular file");
  if (size > MAX_BYTES) throw new Deno.errors.NotSupported("it is larger than 4 MiB");
  return await Deno.readTextFile(path);
}
