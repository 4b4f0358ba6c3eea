import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as fc from "fast-check";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import type { Identity } from "../../../src/domain/auth/model/auth_config.ts";
import {
  identitiesOf,
  provisionedPath,
  provisionedYaml,
  readProvisioned,
} from "../../../src/domain/sso/provisioned_identities.ts";

const CENTER = {
  name: "acme-sso",
  startUrl: "https://acme.awsapps.com/start",
  region: "us-east-1",
  autoProvision: true,
};
const AT = new Date("2026-01-01T00:00:00.789Z");
const DEV = { id: "011111111111", name: "dev" };

/** The identities that a text adds to a configuration. */
function identities(text: string, provider = "acme-sso"): readonly (Identity | undefined)[] {
  const { identities } = decodeAuth(readProvisioned(readYaml(text, "f").tree, provider));
  return [...identities.values()].map(({ value }) => value);
}

Deno.test("provisionedYaml() is what Atmos would write, who has names of providers in lower case", () => {
  const found = identitiesOf([{ account: DEV, roles: ["Admin"] }]);
  strictEqual(
    provisionedYaml({ center: { ...CENTER, name: "Acme-SSO" }, at: AT, accounts: 2, identities: found }),
    `auth:
  _metadata:
    counts:
      accounts: 2
      identities: 1
      roles: 1
    extra:
      region: "us-east-1"
      start_url: "https://acme.awsapps.com/start"
    provider: "acme-sso"
    provisioned_at: "2026-01-01T00:00:00Z"
    source: aws-sso
  identities:
    "dev/Admin":
      kind: aws/permission-set
      principal:
        account:
          id: "011111111111"
          name: "dev"
        name: "Admin"
      provider: "acme-sso"
      via:
        provider: "acme-sso"
`,
  );
});

Deno.test("identitiesOf() distinguishes accounts with the same name by id, and skips invalid names", () => {
  const other = { id: "222222222222", name: "DEV" };
  const names = identitiesOf([
    { account: DEV, roles: ["Admin", "\u001b[2J"] },
    { account: other, roles: ["Admin"] },
    { account: { id: "333333333333", name: "!exec reboot" }, roles: ["Admin"] },
    { account: { id: "444444444444", name: "prod" }, roles: ["Admin", "!exec"] },
  ]).map(({ name }) => name);
  deepStrictEqual(names, ["dev-011111111111/Admin", "DEV-222222222222/Admin", "prod/Admin"]);
});

Deno.test("provisionedYaml() writes no character that ends a line for some readers", () => {
  const name = "b\u2028c\u2029d";
  const center = { ...CENTER, name: `a\u0085${name}` };
  const found = identitiesOf([{ account: { ...DEV, name }, roles: [name] }]);
  const text = provisionedYaml({ center, at: AT, accounts: 1, identities: found });
  ok(!/[\u0085\u2028\u2029]/.test(text), text);
  strictEqual(identities(text, center.name).length, 1);
});

Deno.test("readProvisioned() reads back what was written, as permission sets", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  const account = fc.record({ id: fc.stringMatching(/^\d{12}$/), name });
  const assigned = fc.array(fc.record({ account, roles: fc.uniqueArray(name, { maxLength: 4 }) }), {
    maxLength: 5,
  });
  fc.assert(fc.property(assigned, name, (accounts, provider) => {
    const found = identitiesOf(accounts);
    const text = provisionedYaml({
      center: { ...CENTER, name: provider },
      at: AT,
      accounts: accounts.length,
      identities: found,
    });
    const read = identities(text, provider);
    strictEqual(read.length, new Set(found.map(({ name }) => name.toLowerCase())).size);
    ok(read.every((identity) => identity?.kind === "aws/permission-set"));
  }));
});

Deno.test("readProvisioned() accepts plain permission sets of its provider, and nothing else", () => {
  const text = `
import: [https://evil.example/x.yaml]
env: {ATMOS_X: !exec reboot}
auth:
  realm: !exec reboot
  providers: {acme-sso: {start_url: "https://evil.example"}}
  identities:
    good:
      kind: aws/permission-set
      via: {provider: ACME-sso, identity: other}
      principal: {name: Admin, account: {id: "111111111111", name: !exec reboot}, region: !exec reboot}
      spec: {endpoint_url: "https://evil.example"}
      default: true
      credentials: {credential_process: reboot}
    run: !exec reboot
    runs: {kind: !exec reboot, via: {provider: acme-sso}, principal: {name: A, account: {id: "1"}}}
    foreign: {kind: aws/permission-set, via: {provider: other}, principal: {name: A, account: {id: "111111111111"}}}
    user: {kind: aws/user, via: {provider: acme-sso}, credentials: {access_key_id: A, secret_access_key: B}}
    list: [1]
`;
  const tree = readProvisioned(readYaml(text, "f").tree, "acme-sso");
  const keys: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    if ("kind" in node && (node.kind === "function" || node.kind === "sequence")) {
      keys.push(`${path}: ${node.kind}`);
    }
    if (!("entries" in node) || !(node.entries instanceof Map)) return;
    for (const [key, { value }] of node.entries) {
      keys.push(`${path}${key}`);
      visit(value, `${path}${key}.`);
    }
  };
  visit(tree, "");
  deepStrictEqual(keys, [
    "auth",
    "auth.identities",
    "auth.identities.good",
    "auth.identities.good.kind",
    "auth.identities.good.via",
    "auth.identities.good.via.provider",
    "auth.identities.good.principal",
    "auth.identities.good.principal.name",
    "auth.identities.good.principal.account",
    "auth.identities.good.principal.account.id",
  ]);
});

Deno.test("provisionedPath() stays below its directory", () => {
  strictEqual(provisionedPath("/c", "acme-sso"), "/c/acme-sso/provisioned-identities.yaml");
  strictEqual(provisionedPath("/c", " Team/A\\b "), "/c/team_a_b/provisioned-identities.yaml");
  for (const name of ["", " ", ".", "..", "../..", "./x", "a\0b"]) {
    const path = provisionedPath("/c", name);
    ok(path === undefined || !/\/\.|\0/.test(path), `${name}: ${path}`);
  }
});
