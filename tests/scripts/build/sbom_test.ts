import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { bundledPackages, type LockFile } from "../../../scripts/build/packages.ts";
import { sbomText } from "../../../scripts/build/sbom.ts";

const LOCK: LockFile = {
  npm: {
    "@a/b@1.0.0": { integrity: "sha512-AAEC", dependencies: ["c", "tests"] },
    "c@2.0.0": { integrity: "sha512-/w==" },
    "tests@3.0.0": { integrity: "sha512-AA==" },
  },
};
const INPUTS = ["src/main.ts", "npm:c@2.0.0/x.js", "npm:@a/b@1.0.0/y.js", "npm:@a/b@1.0.0/z.js"];

Deno.test("bundledPackages() lists what is in the bundle, not the whole lock file", () => {
  deepStrictEqual(bundledPackages(INPUTS, LOCK), [
    { name: "@a/b", version: "1.0.0", integrity: "sha512-AAEC", dependencies: ["c@2.0.0"] },
    { name: "c", version: "2.0.0", integrity: "sha512-/w==", dependencies: [] },
  ]);
  throws(() => bundledPackages(["npm:d@1.0.0/x.js"], LOCK), /deno\.lock does not have d@1\.0\.0/);
});

Deno.test("sbomText() has the runtime and each package with its hash, and who needs whom", () => {
  const packages = bundledPackages(INPUTS, LOCK);
  const text = sbomText(packages, { version: "1.2.3", time: 0, deno: "2.9.6" });
  const { bomFormat, metadata, components, dependencies } = JSON.parse(text);
  strictEqual(bomFormat, "CycloneDX");
  strictEqual(metadata.timestamp, "1970-01-01T00:00:00.000Z");
  deepStrictEqual(
    components.map(({ purl, hashes }: { purl: string; hashes?: unknown }) => [purl, hashes]),
    [
      ["pkg:generic/deno@2.9.6", undefined],
      ["pkg:npm/%40a/b@1.0.0", [{ alg: "SHA-512", content: "000102" }]],
      ["pkg:npm/c@2.0.0", [{ alg: "SHA-512", content: "ff" }]],
    ],
  );
  deepStrictEqual(dependencies[1], { ref: "pkg:npm/%40a/b@1.0.0", dependsOn: ["pkg:npm/c@2.0.0"] });
  strictEqual(sbomText(packages, { version: "1.2.3", time: 0, deno: "2.9.6" }), text);
});
