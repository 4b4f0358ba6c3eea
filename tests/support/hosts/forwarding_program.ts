import { join } from "node:path";
import type { Sandbox } from "../sandbox.ts";
import { installProgram, isInstalled } from "../shells.ts";
import { writeProgram } from "../write_program.ts";
import { HAS_HOSTS } from "./hosted.ts";

/** A program on a PATH. Disposing of it ends its forwarding. */
export interface Installed extends AsyncDisposable {
  /** The PATH. */
  readonly path: string;
}

/**
 * Puts the program under test on a PATH of the sandbox, for shells that run it often and want nothing but what it writes to standard
 * output. Where there are hosts, the program there is a script that has it run in one of them.
 *
 * @param env As for `RunOptions.env`: forwarded runs see these variables, not those of the shell.
 */
export async function installForwarded(
  sandbox: Sandbox,
  env: Readonly<Record<string, string>> = {},
): Promise<Installed> {
  const path = await installProgram(sandbox);
  // Only bash connects by itself.
  if (!HAS_HOSTS || !await isInstalled("bash")) {
    return {
      path,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  await writeProgram(
    join(sandbox.root, "bin", "atmos-ecr"),
    `#!/usr/bin/env bash
exec 3<>/dev/tcp/127.0.0.1/${listener.addr.port}
printf '%s\\0' "$#" "$PWD" "$@" >&3
cat <&3
`,
  );
  const served = serve(listener, sandbox, env);
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await served;
    },
  };
}

async function serve(
  listener: Deno.TcpListener,
  sandbox: Sandbox,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  for await (const accepted of listener) {
    using connection = accepted;
    const [cwd = "", ...args] = await words(connection);
    const { stdout } = await sandbox.run(args, { cwd, env });
    await new Blob([stdout]).stream().pipeTo(connection.writable, { preventClose: true });
  }
}

/** The directory and the arguments, each with a NUL behind it, after their number. */
async function words(connection: Deno.Conn): Promise<readonly string[]> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  let text = "";
  for (;;) {
    const [count = "", ...read] = text.split("\0");
    // What is behind the last NUL is no word.
    if (read.length - 1 === Number(count) + 1) return read.slice(0, -1);
    const length = await connection.read(buffer);
    if (length === null) {
      throw new Error(`The forwarding program has said no more than ${JSON.stringify(text)}`);
    }
    text += decoder.decode(buffer.subarray(0, length), { stream: true });
  }
}
