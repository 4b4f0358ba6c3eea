/** One run of the program. */
export interface HostedRun {
  /** The path of a module that is run in place of the program: it exports `run`, which takes the arguments and ends by `Deno.exit`. */
  readonly module?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Standard input; there is none when absent. */
  readonly stdin?: string;
  /** A device that standard output is; a file, whose text is returned, when absent. */
  readonly stdout?: string;
}

/** What became of it. */
export type HostedAnswer =
  | { readonly kind: "busy" }
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string };

/** Writes one message, and says that it was the last. */
export async function writeMessage(connection: Deno.Conn, message: HostedRun | HostedAnswer): Promise<void> {
  let rest: Uint8Array = new TextEncoder().encode(JSON.stringify(message));
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
  await connection.closeWrite();
}

/** Reads one message. @returns undefined when the other side has ended without one. */
export async function readMessage<Message>(connection: Deno.Conn): Promise<Message | undefined> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(65_536);
  let text = "";
  for (;;) {
    const count = await connection.read(buffer);
    if (count === null) break;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return text === "" ? undefined : JSON.parse(text);
}
