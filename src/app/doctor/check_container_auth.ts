import type { Check } from "../../domain/doctor/check.ts";
import { containerAuthCheck } from "../../domain/doctor/container_auth_check.ts";
import { containerAuthFindings, type ContainerAuthPorts } from "../docker/container_auth.ts";

/** Whether podman, skopeo and buildah have their own logins. */
export async function checkContainerAuth(ports: ContainerAuthPorts): Promise<Check> {
  return containerAuthCheck(await containerAuthFindings(ports));
}
