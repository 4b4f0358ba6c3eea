import { DockerError } from "../errors/errors.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { HELPER_SUFFIX, helperProgram } from "./our_helper.ts";

/** Whom Docker asks for a host because of `credHelpers`. */
export type Registration =
  /** This program. */
  | "ours"
  /** Nobody in particular: `credsStore`, or the file. */
  | "free"
  /** Another program, or the file by an empty name. Somebody has decided so. */
  | "taken";

/** How a host is wired. */
export function registrationOf(document: DockerConfigDocument, host: string): Registration {
  const helper = document.credHelpers.get(host);
  if (helper === undefined) return "free";
  return helper === HELPER_SUFFIX ? "ours" : "taken";
}

/** Wires hosts to this program. @param force Whether to take them from others. */
export function registerHelper(
  document: DockerConfigDocument,
  hosts: readonly string[],
  force: boolean,
): DockerConfigDocument {
  const mine = hosts.filter((host) => force || registrationOf(document, host) !== "taken");
  return document.setCredHelpers(mine.map((host) => [host, HELPER_SUFFIX]));
}

/** Undoes {@linkcode registerHelper}; what is not ours stays. */
export function unregisterHelper(
  document: DockerConfigDocument,
  hosts: readonly string[],
): DockerConfigDocument {
  return document.removeCredHelpers(hosts.filter((host) => registrationOf(document, host) === "ours"));
}

/** The refusal to take a host from somebody. */
export function takenError(document: DockerConfigDocument, host: string): DockerError {
  const helper = document.credHelpers.get(host) ?? "";
  const state = helper === ""
    ? "its credHelpers entry is empty, which selects the login in config.json"
    : `Docker uses ${helperProgram(helper)} for it`;
  return new DockerError("DOCKER_HELPER_TAKEN", `Cannot install the helper for "${host}": ${state}`, {
    hint: "Add --force to replace that entry",
  });
}
