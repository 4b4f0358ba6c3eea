/** Integrations of which nobody can tell whose they are: every login names them, and a named run is refused. */
import { match, ok, strictEqual } from "node:assert/strict";
import { DEV, World } from "./world.ts";

/** A `via` that cannot be used → what is said of it. */
const BAD: Readonly<Record<string, readonly [via: string, words: RegExp]>> = {
  "both": ["via: {identity: dev-deploy, provider: acme}", /"via" specifies both an identity and a provider/],
  "neither": ["via: {}", /Add via: \{identity: NAME\}/],
  "none": ["spec: {auto_provision: true}", /Add via: \{identity: NAME\}/],
  "an identity that is not there": ["via: {identity: dev-deplyo}", /there is no identity "dev-deplyo"/],
  "a provider that is not there": ["via: {provider: acme}", /there is no provider "acme"/],
};

Deno.test("an integration without an identity is reported by every login", async (t) => {
  for (const [name, [via, words]] of Object.entries(BAD)) {
    await t.step(name, async () => {
      const entry = via.startsWith("spec")
        ? `{kind: aws/ecr, spec: {registry: {account_id: "${DEV}", region: us-west-2}}}`
        : `{kind: aws/ecr, ${via}, spec: {registry: {account_id: "${DEV}", region: us-west-2}}}`;
      await using world = await World.create(
        World.ATMOS_YAML.replace("  integrations:\n", `  integrations:\n    lost/ecr: ${entry}\n`),
      );
      for (
        const args of [["auth", "login"], ["auth", "login", "dev-deploy"], ["login"], [
          "login",
          "-i",
          "dev-deploy",
        ]]
      ) {
        const { code, stderr } = await world.run(args);
        strictEqual(code, 0, stderr);
        match(stderr, /^Warning: atmos\.yaml:\d+:\d+: .*integration "lost\/ecr"/m, args.join(" "));
        match(stderr, words);
      }
      const named = await world.run(["login", "lost/ecr"]);
      strictEqual(named.code, 2, named.stderr);
      const other = await world.run(["login", "dev/ecr"]);
      ok(!other.stderr.includes("lost/ecr"), other.stderr);
    });
  }
});
