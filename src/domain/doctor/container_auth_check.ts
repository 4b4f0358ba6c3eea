import type { ContainerAuthPlace } from "../docker/container_auth_files.ts";
import { type Check, fail, listed, ok, warn } from "./check.ts";

/** The content of podman's own file. */
export interface ContainerAuthFinding {
  readonly place: ContainerAuthPlace;
  readonly state:
    | { readonly kind: "absent" }
    /** Why it cannot be read, as a sentence. */
    | { readonly kind: "broken"; readonly message: string }
    /** The ECR registries with a login in it, and those that use this program's helper. */
    | { readonly kind: "read"; readonly logins: readonly string[]; readonly helped: readonly string[] };
}

/** Whether podman, skopeo and buildah have their own logins, which Docker does not use. */
export function containerAuthCheck(findings: readonly ContainerAuthFinding[]): Check {
  for (const finding of findings) {
    const words = containerAuthWords(finding);
    if (words === undefined) continue;
    return finding.state.kind === "broken"
      ? fail("container-logins", words, "Correct or remove the file")
      : warn(
        "container-logins",
        words,
        finding.place.only
          ? "Unset REGISTRY_AUTH_FILE, or set it to Docker's config.json"
          : `Run \`podman logout HOST\`, or remove the entries from ${finding.place.path}`,
      );
  }
  return ok("container-logins", "podman, skopeo and buildah have no separate ECR logins");
}

/** What to report about a file, as a sentence; undefined for nothing. */
export function containerAuthWords(
  { place: { path, reason, only }, state }: ContainerAuthFinding,
): string | undefined {
  const tools = "podman, skopeo and buildah";
  switch (state.kind) {
    case "absent":
      return only ? `${tools} read only ${path} (${reason}), which does not exist` : undefined;
    case "broken":
      return `${tools} cannot read ${path} (${reason}): ${state.message}`;
    case "read":
      if (state.logins.length > 0) {
        return `${tools} use the login for ${
          listed(state.logins)
        } from ${path} (${reason}) instead of Docker's config.json`;
      }
      return only && state.helped.length === 0
        ? `${tools} read only ${path} (${reason}), which has neither an ECR login nor a helper`
        : undefined;
  }
}
