import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodePin, encodePin } from "../../../src/domain/helper/pin_format.ts";
import { pinFinder, type RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, keysDefinition, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";

const TEXT = `{
  "version": 1,
  "host": "${HOST}",
  "kind": "identity",
  "identity": "dev-deploy",
  "integration": "dev/ecr",
  "sources": [
    {
      "file": "/home/user/infra/atmos.yaml",
      "directory": "/home/user/infra",
      "imports": true,
      "drop_ins": true
    }
  ],
  "named": false,
  "directory": "/home/user/infra",
  "profiles": [
    "ci"
  ],
  "base_path": "/srv",
  "realm": "acme",
  "ignores_git_root": true,
  "places": {
    "HOME": "/home/user"
  },
  "provisioned": {
    "provider": "sso",
    "permission_set": "Admin",
    "account_id": "222233334444"
  },
  "credentials_file": "/home/user/.aws/credentials",
  "definition": {
    "steps": [
      {
        "kind": "keys",
        "access_key_id": "AKIAEXAMPLE"
      }
    ],
    "opaque": false
  }
}
`;
const FULL = pin({
  profiles: ["ci"],
  basePath: "/srv",
  realm: "acme",
  ignoresGitRoot: true,
  places: { HOME: "/home/user" },
  provisioned: { provider: "sso", permissionSet: "Admin", accountId: "222233334444" },
  credentialsFile: "/home/user/.aws/credentials",
  definition: keysDefinition(),
});
const PINS: readonly RegistryPin[] = [
  FULL,
  pin(),
  { kind: "environment", host: HOST },
  {
    kind: "aws-profile",
    host: HOST,
    profile: "my work",
    configFile: "/a/config",
    credentialsFile: "/a/credentials",
  },
];

Deno.test("the file of a pin has the documented format, byte for byte", () => {
  strictEqual(encodePin(FULL), TEXT);
});

Deno.test("pins of every kind are read back as they were written", () => {
  for (const one of PINS) deepStrictEqual(decodePin(HOST, encodePin(one)), { kind: "pin", pin: one });
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.array(fc.string()),
      (identity, realm, profiles) => {
        const written = pin({ identity, realm, profiles });
        deepStrictEqual(decodePin(HOST, encodePin(written)), { kind: "pin", pin: written });
      },
    ),
  );
});

Deno.test("a pin with any other content is rejected", async (t) => {
  const rows: readonly (readonly [from: string, to: string])[] = [
    ['"version": 1', '"version": "1"'],
    ['"kind": "identity"', '"kind": "other"'],
    [HOST, OTHER_HOST],
    ['"identity": "dev-deploy"', '"identity": ""'],
    ['"identity": "dev-deploy"', '"identity": 1'],
    ['"integration": "dev/ecr"', '"integration": null'],
    ["/home/user/infra/atmos.yaml", "atmos.yaml"],
    ['"directory": "/home/user/infra",\n      "imports"', '"directory": 1,\n      "imports"'],
    ['"imports": true', '"imports": "yes"'],
    ['"drop_ins": true', '"drop_ins": null'],
    ['"named": false', '"named": 0'],
    ['"directory": "/home/user/infra",\n  "profiles"', '"directory": "infra",\n  "profiles"'],
    ['"profiles": [', '"profiles": "ci", "x": ['],
    ['"base_path": "/srv"', '"base_path": "srv"'],
    ['"realm": "acme"', '"realm": null'],
    ['"ignores_git_root": true', '"ignores_git_root": false'],
    ['"credentials_file": "/home/user/', '"credentials_file": "user/'],
    ['"places": {', '"places": "x", "y": {'],
    ['"HOME": "/home/user"', '"HOME": 1'],
    ['"provider": "sso"', '"provider": null'],
    ['"account_id": "222233334444"', '"account_id": 222233334444'],
    ['"opaque": false', '"opaque": 0'],
    ['"named": false', '"named": false, "account_wide": true'],
  ];
  for (const [from, to] of rows) {
    await t.step(`${from} → ${to}`, () => {
      strictEqual(TEXT.includes(from), true);
      strictEqual(decodePin(HOST, TEXT.replace(from, to)).kind, "refused");
    });
  }
  for (const text of ["", "null", "[]", "{}", TEXT.slice(1), TEXT.slice(0, -9), '{"version":1}']) {
    await t.step(JSON.stringify(text.slice(0, 20)), () => strictEqual(decodePin(HOST, text).kind, "refused"));
  }
});

Deno.test("a rejected pin has a reason", () => {
  const stateOf = (host: string, text: string): string => {
    const decoded = decodePin(host, text);
    return decoded.kind === "refused" ? decoded.state : "";
  };
  strictEqual(
    stateOf(HOST, TEXT.replace('"version": 1', '"version": 2')),
    "it was written by a newer version of atmos-ecr",
  );
  strictEqual(stateOf(OTHER_HOST, TEXT), "it is for another registry");
  strictEqual(stateOf(HOST, "{}"), "it is corrupted");
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  strictEqual(stateOf(fips, TEXT.replace(HOST, fips)), "its registry is invalid");
});

Deno.test("pinFinder() knows all names of a registry", () => {
  const other = pin({ host: OTHER_HOST, identity: "other" });
  const found = (host: string): RegistryPin | undefined => pinFinder([pin(), other])(parseRegistry(host));
  deepStrictEqual(found(HOST), pin());
  deepStrictEqual(found(HOST.replace("dkr.ecr", "dkr.ecr-fips")), pin());
  deepStrictEqual(found("222233334444.dkr-ecr.us-east-1.on.aws"), pin());
  deepStrictEqual(found("333344445555.dkr-ecr-fips.eu-west-1.on.aws"), other);
  strictEqual(found("222233334444.dkr.ecr.us-east-2.amazonaws.com"), undefined);
  strictEqual(found("public.ecr.aws"), undefined);
  const shared = pin({ host: "public.ecr.aws" });
  deepStrictEqual(pinFinder([shared])(parseRegistry("ecr-public.aws.com")), shared);
});
