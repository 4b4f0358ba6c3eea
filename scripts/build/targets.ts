/** A platform that executables are made for. */
export interface Target {
  /** The name by which Deno and Rust know it. */
  readonly triple: string;
  readonly os: "linux" | "macos" | "windows";
  readonly arch: "x86_64" | "aarch64";
}

/** All of them, in the order in which they are built and listed. Reference: `deno compile --target`. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", os: "linux", arch: "x86_64" },
  { triple: "aarch64-unknown-linux-gnu", os: "linux", arch: "aarch64" },
  { triple: "x86_64-apple-darwin", os: "macos", arch: "x86_64" },
  { triple: "aarch64-apple-darwin", os: "macos", arch: "aarch64" },
  { triple: "x86_64-pc-windows-msvc", os: "windows", arch: "x86_64" },
];

/** The target of a name. @throws {Error} when there is none. */
export function targetOf(triple: string): Target {
  const target = TARGETS.find((known) => known.triple === triple);
  if (target !== undefined) return target;
  throw new Error(
    `Cannot build for "${triple}": the targets are ${TARGETS.map(({ triple }) => triple).join(", ")}`,
  );
}

/** What an executable is called: `atmos-ecr-1.2.3-x86_64-pc-windows-msvc.exe`. */
export function executableName(version: string, { triple, os }: Target): string {
  return `atmos-ecr-${version}-${triple}${os === "windows" ? ".exe" : ""}`;
}

/** What an executable's archive is called: a zip for Windows, else a compressed tar. */
export function archiveName(version: string, { triple, os }: Target): string {
  return `atmos-ecr-${version}-${triple}.${os === "windows" ? "zip" : "tar.gz"}`;
}

/** What the executable inside of an archive is called. */
export function installedName({ os }: Target): string {
  return os === "windows" ? "atmos-ecr.exe" : "atmos-ecr";
}

/** What the archive of the program for Deno is called. */
export function bundleName(version: string): string {
  return `atmos-ecr-${version}-deno.tar.gz`;
}

/** What the list of the bundled packages is called. */
export function sbomName(version: string): string {
  return `atmos-ecr-${version}.cdx.json`;
}
