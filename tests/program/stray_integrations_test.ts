/** Integrations of which nobody can tell whose they are: every login names them. */
import { match, strictEqual } from "node:assert/strict";
import { DEV, World } from "./world.ts";

/** A `via` that cannot be used → what is said of it. */
const BAD: Readonly<Record<string, RegExp>> = {
  "via: {identity: dev-deploy, provider: acme}, ": /"via" specifies both an identity and a provider/,
  "": /Add via: \{identity: NAME\}/,
  "via: {identity: dev-deplyo}, ": /there is no identity "dev-deplyo"/,
  "via: {provider: acme}, ": /there is no provider "acme"/,
};

Deno.test("integrations without an identity are reported by every login", async (t) => {
  const entries = Object.keys(BAD).map((via, index) =>
    `    lost/${index}: {kind: aws/ecr, ${via}spec: {registry: {account_id: "${DEV}", region: us-west-2}}}\n`
  );
  await using world = await World.create(
    World.ATMOS_YAML.replace("  integrations:\n", `  integrations:\n${entries.join("")}`),
  );
  for (const args of [["auth", "login"], ["login"]]) {
    await t.step(args.join(" "), async () => {
      const { code, stderr } = await world.run(args);
      strictEqual(code, 0, stderr);
      for (const [index, words] of Object.values(BAD).entries()) {
        match(stderr, new RegExp(`^Warning: atmos\\.yaml:\\d+:\\d+: .*integration "lost/${index}"`, "m"));
        match(stderr, words);
      }
    });
  }
});
