import { answeringSource } from "../../domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { ecrHosts } from "../../domain/docker/ecr_hosts.ts";
import { type ContainerAuthFinding, containerAuthPlaces } from "../../domain/doctor/container_auth_check.ts";
import type { AppContext } from "../../ports/context.ts";
import { asExpectedError } from "../expected_error.ts";

/** What is examined for podman, skopeo and buildah. */
export type ContainerAuthPorts = Pick<AppContext, "environment" | "authFiles">;

/** The logins in the files that podman, skopeo and buildah read before Docker's configuration. Never fails. */
export async function containerAuthFindings(
  { environment, authFiles }: ContainerAuthPorts,
): Promise<ContainerAuthFinding[]> {
  const findings: ContainerAuthFinding[] = [];
  for (const place of containerAuthPlaces(environment)) {
    findings.push({ place, state: stateOf(await authFiles.read(place.path), place.path) });
  }
  return findings;
}

function stateOf(text: string | undefined, path: string): ContainerAuthFinding["state"] {
  if (text === undefined) return { kind: "absent" };
  try {
    const document = DockerConfigDocument.parse(text, path);
    const hosts = ecrHosts(document).map(({ host }) => host);
    const kinds = hosts.map((host) => [host, answeringSource(document, host).kind] as const);
    return {
      kind: "read",
      logins: kinds.flatMap(([host, kind]) => kind === "auths" ? [host] : []),
      helped: kinds.flatMap(([host, kind]) => kind === "helper" ? [host] : []),
    };
  } catch (error) {
    return { kind: "broken", message: asExpectedError(error).message };
  }
}
