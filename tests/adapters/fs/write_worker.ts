/**
 * Replaces the file of its first argument.
 *
 * @module
 */
import { replaceFile } from "../../../src/adapters/fs/atomic_replace.ts";

await replaceFile(Deno.args[0] ?? "", new TextEncoder().encode("new"));
