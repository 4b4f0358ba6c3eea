import { deepStrictEqual } from "node:assert/strict";
import { decodeAuth } from "../../../../src/domain/auth/decode/decode_auth.ts";
import type { LoadedConfig } from "../../../../src/ports/config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../../fakes/memory_configurations.ts";

const FILE = "/home/me/.cache/atmos/auth/acme_sso/provisioned-identities.yaml";

const YAML = `auth:
  providers:
    Acme/SSO: {kind: aws/iam-identity-center, start_url: https://acme.awsapps.com/start, region: us-east-1}
  identities:
    dev/Admin: {principal: {name: ReadOnly}}
`;

/** What a login has found: two permission sets of account `dev`. */
const FOUND = ["Admin", "Pull"].map((role) =>
  `    dev/${role}: {kind: aws/permission-set, via: {provider: Acme/SSO}, principal: {name: ${role}, account: {id: "111111111111"}}}`
).join("\n");

async function load(
  found: string,
  { env = {}, owner }: { readonly env?: Record<string, string>; readonly owner?: (path: string) => number } =
    {},
): Promise<{
  readonly config: LoadedConfig;
  /** The permission set of each identity that is well-formed. */
  readonly identities: Readonly<Record<string, string>>;
}> {
  const files = { "atmos.yaml": YAML, [FILE]: found };
  const options = owner === undefined ? {} : { owner };
  const config = await new MemoryConfigurations(files, { HOME: "/home/me", ...env }, undefined, options)
    .load(NO_SELECTION);
  const entries = [...decodeAuth(config.tree).identities.values()];
  return {
    config,
    identities: Object.fromEntries(
      entries.flatMap(({ value }) =>
        value?.kind === "aws/permission-set" ? [[value.name, value.permissionSet]] : []
      ),
    ),
  };
}

Deno.test("identities found by logins have lower precedence than the configuration, whatever the provider's name", async () => {
  const { config, identities } = await load(`auth:\n  identities:\n${FOUND}\n`);
  deepStrictEqual(identities, { "dev/Admin": "ReadOnly", "dev/Pull": "Pull" });
  deepStrictEqual(config.problems, []);
  deepStrictEqual(config.files.filter(({ read }) => read).map(({ path, reason }) => [path, reason]), [
    [FILE, "identities added by Acme/SSO"],
    ["atmos.yaml", "working directory"],
  ]);
  deepStrictEqual(config.sources, ["/project/atmos.yaml"]);
});

Deno.test("it needs no trust, as it can do nothing", async () => {
  const { config, identities } = await load(
    `import: [https://evil.example/x.yaml]\nauth:\n  realm: !exec reboot\n  identities:\n${FOUND}\n    run: !exec reboot\n`,
  );
  deepStrictEqual(Object.keys(identities), ["dev/Admin", "dev/Pull"]);
  deepStrictEqual([config.problems, config.realm.value], [[], (await load("{}")).config.realm.value]);
});

for (
  const [what, found] of [["no YAML", "{"], ["too deep", "[".repeat(200)], ["a list", "[1]"], ["nothing", ""]]
) {
  Deno.test(`a file that is ${what} breaks nothing`, async () => {
    const { config, identities } = await load(found ?? "");
    deepStrictEqual(identities, {});
    deepStrictEqual(config.problems.filter(({ severity }) => severity !== "warning"), []);
  });
}

Deno.test("a file of another user is left out with a warning", async () => {
  const { config, identities } = await load(`auth:\n  identities:\n${FOUND}\n`, {
    owner: (path) => path === FILE ? 4242 : 0,
  });
  deepStrictEqual(identities, {});
  deepStrictEqual(config.problems.map(({ severity, code }) => [severity, code]), [[
    "warning",
    "CONFIG_UNTRUSTED",
  ]]);
  deepStrictEqual(config.files.filter(({ path }) => path === FILE).map(({ read }) => read), [false]);
});

Deno.test("the configuration cannot set its location", async () => {
  const elsewhere = { env: { XDG_CACHE_HOME: "/elsewhere" } };
  deepStrictEqual((await load(`auth:\n  identities:\n${FOUND}\n`, elsewhere)).identities, {});
});
