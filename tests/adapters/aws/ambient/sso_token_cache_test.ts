import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readSsoToken, writeSsoToken } from "../../../../src/adapters/aws/ambient/sso_token_cache.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { namesIn, tempDirectory } from "../../fs/temp_directory.ts";

const END = new Date("2026-01-01T12:00:00Z");

async function token(path: string): Promise<string | undefined> {
  return (await readSsoToken(path))?.accessToken.expose();
}

Deno.test("a renewed login replaces the one that it renews, and neither a later login nor a logout of the AWS CLI", async (t) => {
  const text = (accessToken: string): string =>
    JSON.stringify({ accessToken, expiresAt: END.toISOString(), region: "eu-west-1" });
  const rows: readonly (readonly [string, (path: string) => Promise<void>, string | undefined])[] = [
    ["nothing", () => Promise.resolve(), "renewed"],
    ["a login", (path) => Deno.writeTextFile(path, text("of another user")), "of another user"],
    ["a logout", (path) => Deno.remove(path), undefined],
  ];
  for (const [name, act, after] of rows) {
    await t.step(name, async () => {
      await using dir = await tempDirectory();
      const path = join(dir.path, "token.json");
      await Deno.writeTextFile(path, text("old"));
      const read = await readSsoToken(path);
      ok(read !== undefined);
      await act(path);
      await writeSsoToken(path, read, { accessToken: new Secret("renewed"), expiresAt: END });
      strictEqual(await token(path), after);
      deepStrictEqual(await namesIn(dir.path), after === undefined ? [] : ["token.json"]);
    });
  }
});
