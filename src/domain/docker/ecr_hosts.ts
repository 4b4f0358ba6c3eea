import { parseHost } from "../registry/parse_host.ts";
import type { Registry } from "../registry/registry.ts";
import type { DockerConfigDocument } from "./docker_config_document.ts";

/** The registries of ECR that Docker's configuration says anything about: in `credHelpers`, or in `auths` in any spelling. */
export function ecrHosts(document: DockerConfigDocument): Registry[] {
  const hosts = new Set([
    ...document.credHelpers.keys(),
    ...Array.from(document.auths.values(), ({ host }) => host),
  ]);
  return [...hosts].flatMap((host) => parseHost(host) ?? []);
}

/** The programs that `credHelpers` and `credsStore` name, by suffix, each once. */
export function namedHelpers(document: DockerConfigDocument): string[] {
  const { credsStore } = document;
  const names = [...document.credHelpers.values(), ...(credsStore === undefined ? [] : [credsStore])];
  return [...new Set(names)].filter((name) => name !== "");
}
