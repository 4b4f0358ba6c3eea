import { answeringSource } from "../docker/answering_source.ts";
import type { DockerConfigDocument } from "../docker/docker_config_document.ts";
import { ecrHosts } from "../docker/ecr_hosts.ts";
import { type Check, listed, ok, warn } from "./check.ts";

/** Logins in the file that Docker ignores. */
export function authsCheck(document: DockerConfigDocument): Check {
  const overridden = ecrHosts(document).map(({ host }) => host).filter((host) => {
    const { kind, shadowed } = answeringSource(document, host);
    return (kind === "helper" || kind === "store") && shadowed.some((source) => source.kind === "auths");
  });
  return overridden.length === 0 ? ok("auths", "No ECR logins in config.json are overridden") : warn(
    "auths",
    `Docker uses a helper or store instead of the login in config.json for ${listed(overridden)}`,
    "Remove the old logins: `atmos-ecr logout HOST`",
  );
}
