/** What an edit of the keys in the environment or in the AWS files does to the key of a token. */
import { match, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { resolveCacheKey } from "../../src/app/credential/locate_credential.ts";
import type { RegistryPin } from "../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { pinSide } from "../../src/wiring/pins.ts";
import { HOST } from "../support/helper_fixtures.ts";
import { environmentIn } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";

type Variables = Readonly<Record<string, string>>;

/** The definition in the key of a registry's token, as a new process finds it. */
async function definitionOf(
  sandbox: Sandbox,
  env: Variables,
  pin?: RegistryPin,
): Promise<string> {
  const { key } = await resolveCacheKey(parseRegistry(HOST), pin, pinSide(environmentIn(sandbox, env)));
  return JSON.stringify(key.definition);
}

Deno.test("keys in the environment that change, or go, are another key", async () => {
  await using sandbox = await Sandbox.create();
  const keys = (id: string): Variables => ({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "x" });
  match(await definitionOf(sandbox, keys("AKIAFIRST")), /"access_key_id":"AKIAFIRST"/);
  match(await definitionOf(sandbox, keys("AKIASECOND")), /"access_key_id":"AKIASECOND"/);
  strictEqual(await definitionOf(sandbox, {}), '{"steps":[],"opaque":false}');
});

Deno.test("an edit of a profile of the AWS files is another key, also where it is pinned", async (t) => {
  await using sandbox = await Sandbox.create();
  const directory = join(sandbox.home, ".aws");
  await Deno.mkdir(directory);
  const files = { configFile: join(directory, "config"), credentialsFile: join(directory, "credentials") };
  const keys = (id: string, profile = "work"): string =>
    `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = x\n`;
  const pin: RegistryPin = { kind: "aws-profile", host: HOST, profile: "work", ...files };
  const rows: readonly (readonly [string, Variables, RegistryPin?])[] = [
    ["ambient", { AWS_PROFILE: "work" }],
    ["pinned", { AWS_ACCESS_KEY_ID: "AKIAOTHER", AWS_SECRET_ACCESS_KEY: "x" }, pin],
  ];
  for (const [name, env, pinned] of rows) {
    await t.step(name, async () => {
      const who = (): Promise<string> => definitionOf(sandbox, env, pinned);
      await Deno.writeTextFile(files.configFile, "[profile work]\nregion = us-east-1\n");
      await Deno.writeTextFile(files.credentialsFile, keys("AKIAFIRST"));
      const first = await who();
      match(first, /"AKIAFIRST"/);
      strictEqual(await who(), first);
      await Deno.writeTextFile(files.credentialsFile, keys("AKIASECOND"));
      match(await who(), /"AKIASECOND"/);
      await Deno.writeTextFile(files.credentialsFile, keys("AKIAFIRST", "base"));
      await Deno.writeTextFile(
        files.configFile,
        "[profile work]\nrole_arn = arn:aws:iam::111122223333:role/profiled\nsource_profile = base\nregion = us-east-1\n",
      );
      match(await who(), /role\/profiled/);
      await Deno.writeTextFile(files.configFile, "");
      await Deno.writeTextFile(files.credentialsFile, "");
      await rejects(who(), { code: "AWS_CREDENTIALS_MISSING" });
    });
  }
});
