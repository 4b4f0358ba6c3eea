import { type DirectoryFacts, homeDirectory, inside } from "../files/app_directories.ts";
import { type Check, fail, listed, ok, warn } from "./check.ts";

/** A file in which podman, skopeo, buildah and others search for logins before Docker's configuration. */
interface ContainerAuthPlace {
  readonly path: string;
  /** Why it is read, for people. */
  readonly reason: string;
  /** Whether only this file is read, even if it is missing. */
  readonly isExclusive: boolean;
}

/**
 * Where podman, skopeo and buildah search for logins before Docker's configuration, in order.
 *
 * Reference: https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export function containerAuthPlaces(facts: DirectoryFacts): readonly ContainerAuthPlace[] {
  const named = facts.get("REGISTRY_AUTH_FILE") ?? "";
  if (named !== "") return [{ path: named, reason: "REGISTRY_AUTH_FILE", isExclusive: true }];
  const home = homeDirectory(facts);
  const runtime = facts.os === "linux" ? facts.get("XDG_RUNTIME_DIR") ?? "" : "";
  const config = facts.get("XDG_CONFIG_HOME") || (home === undefined ? "" : inside(home, ".config"));
  return [
    { directory: runtime, reason: "XDG_RUNTIME_DIR" },
    { directory: config, reason: "their default" },
  ].filter(({ directory }) => directory !== "").map(({ directory, reason }) => ({
    path: inside(directory, "containers/auth.json"),
    reason,
    isExclusive: false,
  }));
}

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
        finding.place.isExclusive
          ? "Unset REGISTRY_AUTH_FILE, or set it to Docker's config.json"
          : `Run \`podman logout HOST\`, or remove the entries from ${finding.place.path}`,
      );
  }
  return ok("container-logins", "podman, skopeo and buildah have no separate ECR logins");
}

/** What to report about a file, as a sentence; undefined for nothing. */
export function containerAuthWords(
  { place: { path, reason, isExclusive }, state }: ContainerAuthFinding,
): string | undefined {
  const tools = "podman, skopeo and buildah";
  switch (state.kind) {
    case "absent":
      return isExclusive ? `${tools} read only ${path} (${reason}), which does not exist` : undefined;
    case "broken":
      return `${tools} cannot read ${path} (${reason}): ${state.message}`;
    case "read":
      if (state.logins.length > 0) {
        return `${tools} use the login for ${
          listed(state.logins)
        } from ${path} (${reason}) instead of Docker's config.json`;
      }
      return isExclusive && state.helped.length === 0
        ? `${tools} read only ${path} (${reason}), which has neither an ECR login nor a helper`
        : undefined;
  }
}
