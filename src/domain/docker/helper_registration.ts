import { DockerError } from "../errors/errors.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { HELPER_SUFFIX, helperProgram } from "./our_helper.ts";

/** The entry of a host in `credHelpers`. */
export type Registration =
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
