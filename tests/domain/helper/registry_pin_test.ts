import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodePins, encodePins } from "../../../src/domain/helper/pin_format.ts";
import { findPin, isSamePrincipal } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";

const TEXT = `{
  "version": 1,
  "pins": {
    "${HOST}": {
      "config_files": [
        "/home/user/infra/atmos.yaml"
      ],
      "config_directories": [],
      "profiles": [],
      "integration": "dev/ecr",
      "identity": "dev-deploy",
      "realm": "acme",
      "ambient": false
    },
    "public.ecr.aws": {
      "config_files": [],
      "config_directories": [
        "/etc/atmos"
      ],
      "profiles": [
        "ci"
      ],
      "base_path": "/srv",
      "identity": "x",
      "realm": "",
      "ambient": true
    }
  }
}
`;
const { integration: _none, ...publicPin } = pin({
  host: "public.ecr.aws",
  configFiles: [],
  configDirectories: ["/etc/atmos"],
  profiles: ["ci"],
  basePath: "/srv",
  identity: "x",
  realm: "",
  ambient: true,
});

Deno.test("the file of pins is what it was in the last release, byte for byte", () => {
  strictEqual(encodePins([publicPin, pin()]), TEXT);
  deepStrictEqual(decodePins(TEXT), [pin(), publicPin]);
  deepStrictEqual(decodePins(encodePins([])), []);
});

Deno.test("decodePins() takes all or nothing: a pin that is passed over lets another identity answer", () => {
  const damages: [string, string][] = [
    ['"version": 1', '"version": 2'],
    ['"pins": {', '"pins": [], "x": {'],
    [HOST, "example.com"],
    [HOST, "__proto__"],
    ["/home/user/infra/atmos.yaml", "atmos.yaml"],
    ['"/home/user/infra/atmos.yaml"', "1"],
    ['"config_directories": []', '"config_directories": {}'],
    ['"profiles": []', '"profiles": "ci"'],
    ['"integration": "dev/ecr"', '"integration": null'],
    ['"identity": "dev-deploy"', '"identity": 1'],
    ['"realm": "acme"', '"realm": null'],
    ['"ambient": false', '"ambient": "false"'],
    ['"base_path": "/srv"', '"base_path": 1'],
    ['\n        "/etc/atmos"\n      ', ""],
  ];
  for (const [from, to] of damages) {
    strictEqual(TEXT.includes(from), true, from);
    strictEqual(decodePins(TEXT.replace(from, to)), undefined, `${from} → ${to}`);
  }
  for (const text of ["", "null", "[]", "{}", TEXT.slice(1), '{"version":1}']) {
    strictEqual(decodePins(text), undefined);
  }
});

Deno.test("pins of any names are read back as they were written", () => {
  fc.assert(fc.property(fc.string(), fc.string(), fc.array(fc.string()), (identity, realm, profiles) => {
    const written = [pin({ identity, realm, profiles })];
    deepStrictEqual(decodePins(encodePins(written)), written);
  }));
});

Deno.test("findPin() prefers the very host, and knows the other names of a registry", () => {
  const fips = HOST.replace("dkr.ecr", "dkr.ecr-fips");
  const pins = [pin({ host: fips, identity: "fips" }), pin(), pin({ host: OTHER_HOST, identity: "other" })];
  const found = (host: string): string | undefined => findPin(pins, parseRegistry(host))?.identity;
  strictEqual(found(HOST), "dev-deploy");
  strictEqual(found(fips), "fips");
  strictEqual(found("222233334444.dkr-ecr.us-east-1.on.aws"), "fips");
  strictEqual(found(OTHER_HOST), "other");
  strictEqual(found("333344445555.dkr-ecr-fips.eu-west-1.on.aws"), "other");
  strictEqual(found("222233334444.dkr.ecr.us-east-2.amazonaws.com"), undefined);
  strictEqual(found("public.ecr.aws"), undefined);
  strictEqual(
    findPin([pin({ host: "public.ecr.aws" })], parseRegistry("ecr-public.aws.com"))?.host,
    "public.ecr.aws",
  );
});

Deno.test("isSamePrincipal() compares who answers, not for what", () => {
  strictEqual(
    isSamePrincipal(pin(), pin({ host: OTHER_HOST, integration: "x", identity: "DEV-DEPLOY" })),
    true,
  );
  for (const changes of [{ identity: "x" }, { realm: "" }, { configFiles: ["/b.yaml"] }, { ambient: true }]) {
    strictEqual(isSamePrincipal(pin(), pin(changes)), false);
  }
});
