/** A browser for tests: it opens a page, and follows where it leads. A second argument names a file for what others see in the first. */
const [url = "", log] = Deno.args;
if (log !== undefined) await Deno.writeTextFile(log, url);
await (await fetch(url)).body?.cancel();
