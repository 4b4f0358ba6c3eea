import { DockerError } from "../errors/errors.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** The suffix of this program in `credHelpers`, for which Docker runs `docker-credential-atmos-ecr`. */
export const HELPER_SUFFIX = "atmos-ecr";

/** The file name of the program that Docker runs for a suffix. Reference: https://github.com/docker/docker-credential-helpers#usage */
export function helperProgram(suffix: string): string {
  return `docker-credential-${suffix}`;
}

/** The files that a system runs for a program's name, in search order. @param extensions The value of `PATHEXT`, which only Windows has. */
export function programFiles(program: string, isWindows: boolean, extensions?: string): readonly string[] {
  if (!isWindows) return [program];
  // The default as in `findExecutable` of Go's os/exec.
  return (extensions || ".com;.exe;.bat;.cmd").toLowerCase().split(";").filter((extension) =>
    extension !== ""
  )
    .map((extension) => `${program}.${extension.replace(/^\./, "")}`);
}

/** The entry of a host in `credHelpers`. */
type Registration =
  /** This program. */
  | "ours"
  /** None: Docker uses `credsStore` or the file. */
  | "free"
  /** Another program, or the file through an empty name: an explicit choice. */
  | "taken";

/** The registration of a host. */
export function registrationOf(document: DockerConfigDocument, host: string): Registration {
  const helper = document.credHelpers.get(host);
  if (helper === undefined) return "free";
  return helper === HELPER_SUFFIX ? "ours" : "taken";
}

/** Registers this program for hosts. @param force Whether to replace other helpers. */
export function registerHelper(
  document: DockerConfigDocument,
  hosts: readonly string[],
  force: boolean,
): DockerConfigDocument {
  const mine = hosts.filter((host) => force || registrationOf(document, host) !== "taken");
  return document.setCredHelpers(mine.map((host) => [host, HELPER_SUFFIX]));
}

/** Undoes {@linkcode registerHelper}; other entries are kept. */
export function unregisterHelper(
  document: DockerConfigDocument,
  hosts: readonly string[],
): DockerConfigDocument {
  return document.removeCredHelpers(hosts.filter((host) => registrationOf(document, host) === "ours"));
}

/** The error for a host with another helper. */
export function takenError(document: DockerConfigDocument, host: string): DockerError {
  const helper = document.credHelpers.get(host) ?? "";
  const state = helper === ""
    ? "its credHelpers entry is empty, which selects the login in config.json"
    : `Docker uses ${helperProgram(helper)} for it`;
  return new DockerError("DOCKER_HELPER_TAKEN", `Cannot install the helper for "${host}": ${state}`, {
    hint: "Add --force to replace that entry",
  });
}
