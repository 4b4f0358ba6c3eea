import { parseHost, type Registry } from "../registry/registry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";
import { applyEdits } from "./json/text_edit.ts";

/** The ECR registries in Docker's configuration: in `credHelpers`, or in `auths` in any spelling. */
export function ecrHosts(document: DockerConfigDocument): Registry[] {
  const hosts = new Set([
    ...document.credHelpers.keys(),
    ...document.authHosts,
  ]);
  return [...hosts].flatMap((host) => parseHost(host) ?? []);
}

/** The programs in `credHelpers` and `credsStore`, by suffix, without duplicates. */
export function namedHelpers(document: DockerConfigDocument): string[] {
  const { credsStore } = document;
  const names = [...document.credHelpers.values(), ...(credsStore === undefined ? [] : [credsStore])];
  return [...new Set(names)].filter((name) => name !== "");
}

/**
 * The text of Docker's configuration for display: keys and names of helpers are kept, every other text becomes `"***"`, since logins and
 * headers contain secrets.
 */
export function shownConfig(document: DockerConfigDocument): string | undefined {
  const shown = new Set(["", ...namedHelpers(document)]);
  const hidden = document.texts.filter(({ value }) => !shown.has(value));
  return document.text === undefined
    ? undefined
    : applyEdits(document.text, hidden.map(({ start, end }) => ({ start, end, text: '"***"' })));
}
