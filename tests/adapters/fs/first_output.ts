/** Waits until a program has said something, which is returned; what it says later is dropped. */
export async function firstOutput(stdout: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stdout.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}
