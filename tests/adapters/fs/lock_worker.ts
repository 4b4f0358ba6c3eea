/**
 * Takes the lock of the path in its first argument, says `locked`, and holds it until its standard input ends or it is killed.
 *
 * @module
 */
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";

using _lock = await lockFile(Deno.args[0] ?? "");
await Deno.stdout.write(new TextEncoder().encode("locked\n"));
await Array.fromAsync(Deno.stdin.readable);
