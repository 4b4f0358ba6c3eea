import { basename, dirname, join } from "node:path";

/** Keeps the whole name within the 255 bytes of common file systems, in any alphabet. */
const MAX_BASE_LENGTH = 60;
const RANDOM_BYTES = 8;
const SUFFIX = ".atmos-ecr.tmp";
const TAIL_REGEXP = /^[0-9]+\.[0-9a-f]{16}$/;

/** An unguessable path for a temporary file beside `target`: `.config.json.<pid>.<random>.atmos-ecr.tmp`. */
export function tempFilePath(target: string): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return join(dirname(target), `${prefixOf(target)}${Deno.pid}.${tail}${SUFFIX}`);
}

/** Whether {@linkcode tempFilePath} created a file name for this target, in any process. */
export function isTempFileName(name: string, target: string): boolean {
  const prefix = prefixOf(target);
  return name.startsWith(prefix) && name.endsWith(SUFFIX) &&
    TAIL_REGEXP.test(name.slice(prefix.length, -SUFFIX.length));
}

/** Whether {@linkcode tempFilePath} created a file name, for any target. */
export function isAnyTempFileName(name: string): boolean {
  const tail = name.startsWith(".") && name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : "";
  return TAIL_REGEXP.test(tail.split(".").slice(-2).join("."));
}

function prefixOf(target: string): string {
  return `.${basename(target).slice(0, MAX_BASE_LENGTH)}.`;
}
