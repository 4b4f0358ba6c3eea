import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { readBoundedBody } from "../../../src/adapters/http/network.ts";

Deno.test("readBoundedBody() reads up to the limit over several chunks, or nothing", async () => {
  for (const body of [null, "", "a", "abcd"]) {
    const bytes = await readBoundedBody(new Response(body), 4);
    strictEqual(new TextDecoder().decode(bytes), body ?? "");
  }
  const chunks = ["ab", "cd"].map((text) => new TextEncoder().encode(text));
  deepStrictEqual(
    await readBoundedBody(new Response(ReadableStream.from(chunks)), 4),
    new Uint8Array([97, 98, 99, 100]),
  );
});

Deno.test("readBoundedBody() leaves a larger body where it is", async () => {
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.enqueue(new Uint8Array(3)),
    cancel: () => {
      isCancelled = true;
    },
  });
  strictEqual(await readBoundedBody(new Response(body), 4), undefined);
  strictEqual(isCancelled, true);
});
