/**
 * What a cold `credential get` spends its time on. `scripts/bench_commands.ts` preloads this into the program, and reads the line that it
 * leaves on standard error.
 *
 * @module
 */

/** Milliseconds since the process began. */
const marks = new Map<string, number>();

/** Remembers when something happened first. */
function mark(name: string): void {
  if (!marks.has(name)) marks.set(name, performance.now());
}

/** Puts a mark where a function is called, and another where its result is there. */
function watch(holder: object, name: string, begins: string, ends?: string): void {
  const original: unknown = Reflect.get(holder, name);
  if (typeof original !== "function") return;
  Reflect.set(holder, name, (...args: unknown[]): unknown => {
    mark(begins);
    const result: unknown = Reflect.apply(original, holder, args);
    if (ends !== undefined) Promise.resolve(result).then(() => mark(ends), () => mark(ends));
    return result;
  });
}

watch(Deno.stdin, "read", "asked");
watch(Deno, "mkdir", "missed");
watch(Deno, "mkdirSync", "missed");
watch(globalThis, "fetch", "sent", "answered");
const exit = Deno.exit;
Deno.exit = (code?: number): never => {
  mark("ended");
  Deno.stderr.writeSync(new TextEncoder().encode(`phases ${JSON.stringify(Object.fromEntries(marks))}\n`));
  return exit(code);
};
