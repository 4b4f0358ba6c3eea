import { archiveName, installedName, targetOf } from "../build/targets.ts";
import { type Release, sumOf, urlOf } from "./release.ts";

/**
 * The manifest for Scoop, which makes the program known by the name under which Docker looks for the credential helper, too.
 *
 * Reference: https://github.com/ScoopInstaller/Scoop/wiki/App-Manifests
 */
export function scoopManifest(release: Release): string {
  const target = targetOf("x86_64-pc-windows-msvc");
  const archive = archiveName(release.version, target);
  const program = installedName(target);
  const latest = { ...release, version: "$version" };
  const manifest = {
    version: release.version,
    description: "Get Docker into Amazon ECR from the identities in atmos.yaml",
    homepage: `https://github.com/${release.repository}`,
    license: "Apache-2.0",
    architecture: { "64bit": { url: urlOf(release, archive), hash: sumOf(release, archive) } },
    // A shim would hide the name from the program, and the name says what to be: hence a copy.
    post_install: [`Copy-Item "$dir\\${program}" "$dir\\docker-credential-atmos-ecr.exe"`],
    env_add_path: ".",
    checkver: "github",
    autoupdate: {
      architecture: { "64bit": { url: urlOf(latest, archiveName("$version", target)) } },
      hash: { url: "$baseurl/SHA256SUMS" },
    },
  };
  return `${JSON.stringify(manifest, undefined, 4)}\n`;
}
