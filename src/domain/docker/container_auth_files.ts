import { inside } from "../files/app_directories.ts";

/** A file in which podman, skopeo, buildah and others search for logins before Docker's configuration. */
export interface ContainerAuthPlace {
  readonly path: string;
  /** Why it is read, for people. */
  readonly reason: string;
  /** Whether only this file is read, even if it is missing. */
  readonly only: boolean;
}

/** What determines the places. */
export interface ContainerAuthFacts {
  variable(name: string): string | undefined;
  /** Undefined without one. */
  readonly home: string | undefined;
  readonly os: string;
}

/**
 * Where podman, skopeo and buildah search for logins before Docker's configuration, in order.
 *
 * Reference: https://github.com/containers/image/blob/main/docs/containers-auth.json.5.md
 */
export function containerAuthPlaces(
  { variable, home, os }: ContainerAuthFacts,
): readonly ContainerAuthPlace[] {
  const named = variable("REGISTRY_AUTH_FILE") ?? "";
  if (named !== "") return [{ path: named, reason: "REGISTRY_AUTH_FILE", only: true }];
  const runtime = variable("XDG_RUNTIME_DIR") ?? "";
  const config = variable("XDG_CONFIG_HOME") || (home === undefined ? "" : inside(home, ".config"));
  return [
    ...(os === "linux" && runtime !== ""
      ? [{ path: inside(runtime, "containers/auth.json"), reason: "XDG_RUNTIME_DIR", only: false }]
      : []),
    ...(config === ""
      ? []
      : [{ path: inside(config, "containers/auth.json"), reason: "their default", only: false }]),
  ];
}
