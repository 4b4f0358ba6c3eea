import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { digestOf, tinyImage } from "./tiny_image.ts";

Deno.test("tinyImage() gives the same digests for the same files", () => {
  const digests = (text: string): readonly string[] => {
    const image = tinyImage({ "a.txt": text });
    return [image.manifest, ...image.blobs].map((content) => digestOf(content.bytes));
  };
  assert.deepEqual(digests("one"), digests("one"));
  assert.notDeepEqual(digests("one"), digests("two"));
});

Deno.test("tinyImage() creates a layer that tar can read", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const [, layer] = tinyImage({ "etc/motd": "hi\n", "empty": "" }).blobs;
    assert.ok(layer !== undefined);
    const child = new Deno.Command("tar", { args: ["-x", "-C", directory], stdin: "piped", stderr: "piped" })
      .spawn();
    const writer = child.stdin.getWriter();
    await writer.write(gunzipSync(layer.bytes));
    await writer.close();
    const { success, stderr } = await child.output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.equal(await Deno.readTextFile(`${directory}/etc/motd`), "hi\n");
    assert.equal(await Deno.readTextFile(`${directory}/empty`), "");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
