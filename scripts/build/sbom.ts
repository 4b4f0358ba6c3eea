import type { NpmPackage } from "./packages.ts";

/** What a bill of materials is about. */
export interface SbomSubject {
  readonly version: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** The version of Deno whose runtime is in the executables. */
  readonly deno: string;
}

/**
 * A bill of materials of what was bundled, as JSON.
 *
 * Reference: https://cyclonedx.org/docs/1.6/json/, and https://github.com/package-url/purl-spec for the names.
 */
export function sbomText(packages: readonly NpmPackage[], { version, time, deno }: SbomSubject): string {
  const program = purl("generic", "atmos-ecr", version);
  const runtime = purl("generic", "deno", deno);
  const refs = new Map(
    packages.map(({ name, version }) => [`${name}@${version}`, purl("npm", name, version)]),
  );
  const ref = (id: string): string => refs.get(id) ?? id;
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      component: {
        type: "application",
        "bom-ref": program,
        name: "atmos-ecr",
        version,
        licenses: [{ license: { id: "Apache-2.0" } }],
        purl: program,
      },
    },
    components: [
      { type: "platform", "bom-ref": runtime, name: "deno", version: deno, purl: runtime },
      ...packages.map((bundled) => ({
        type: "library",
        "bom-ref": ref(`${bundled.name}@${bundled.version}`),
        name: bundled.name,
        version: bundled.version,
        purl: ref(`${bundled.name}@${bundled.version}`),
        hashes: [{ alg: "SHA-512", content: hexOf(bundled.integrity) }],
      })),
    ],
    dependencies: [
      { ref: program, dependsOn: [runtime, ...refs.values()] },
      ...packages.map(({ name, version, dependencies }) => ({
        ref: ref(`${name}@${version}`),
        dependsOn: dependencies.map(ref),
      })),
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function purl(type: string, name: string, version: string): string {
  return `pkg:${type}/${name.replace(/^@/, "%40")}@${version}`;
}

/** The hash of the published archive of a package. @throws {Error} when it is not SHA-512. */
function hexOf(integrity: string): string {
  if (!integrity.startsWith("sha512-")) throw new Error(`Cannot read the integrity "${integrity}"`);
  return Uint8Array.fromBase64(integrity.slice("sha512-".length)).toHex();
}
