/** A browser for tests: it opens a page, and follows where it leads. */
const [url = ""] = Deno.args;
await (await fetch(url)).body?.cancel();
