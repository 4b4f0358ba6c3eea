/**
 * The ways in which a login reaches a client, each from an empty home to one that is ready.
 *
 * @module
 */
import { join } from "node:path";
import { DEV_DUAL_STACK_HOST } from "./host_names.ts";
import type { Lab } from "./lab.ts";

/** One of the ways. */
export interface Way {
  readonly name: string;
  /** Sets all registries up. */
  open(lab: Lab): Promise<void>;
  /** Takes it back. */
  close(lab: Lab): Promise<void>;
}

/** `login`, into the file that all clients read. */
export const LOGIN: Way = {
  name: "login",
  async open(lab: Lab): Promise<void> {
    await lab.atmosEcr("login", "--all");
    await lab.atmosEcr("login", "--registry", DEV_DUAL_STACK_HOST, "--identity", "dev");
  },
  async close(lab: Lab): Promise<void> {
    await lab.atmosEcr("logout", "--all");
    await lab.atmosEcr("logout", "--registry", DEV_DUAL_STACK_HOST);
  },
};

/** The helper, as `docker install --link` puts it up. */
export const HELPER: Way = {
  name: "the helper",
  async open(lab: Lab): Promise<void> {
    await lab.atmosEcr("docker", "install", "--link", lab.bin);
    await lab.atmosEcr("docker", "install", "--identity", "dev", DEV_DUAL_STACK_HOST);
  },
  async close(lab: Lab): Promise<void> {
    await lab.atmosEcr("docker", "uninstall", "--all");
  },
};

/** `login` where Docker is set up with a credential store. */
export const STORE: Way = {
  name: "a credential store",
  async open(lab: Lab): Promise<void> {
    await lab.addProgram("docker-credential-stub", stubStore(join(lab.sandbox.home, "store")));
    await lab.sandbox.writeDockerConfig(`{"credsStore":"stub"}`);
    // skopeo, podman and buildah look at no credsStore: theirs is named here.
    await lab.configureContainers("stub");
    await LOGIN.open(lab);
  },
  close: LOGIN.close,
};

/** All of them. */
export const WAYS: readonly Way[] = [LOGIN, HELPER, STORE];

/** A credential store in a directory: a file for each host, with what `store` was given. Reference: docker-credential-helpers. */
function stubStore(directory: string): string {
  return `#!/bin/sh
set -e
mkdir -p '${directory}'
cd '${directory}'
name() { printf %s "$1" | sed 's#^https://##; s#/.*##'; }
case $1 in
store) request=$(cat); host=$(printf %s "$request" | sed 's/.*"ServerURL":"\\([^"]*\\)".*/\\1/'); printf %s "$request" > "$(name "$host")" ;;
get) file=$(name "$(cat)"); if [ -f "$file" ]; then cat "$file"; else echo "credentials not found in native keychain"; exit 1; fi ;;
erase) rm -f "$(name "$(cat)")" ;;
list) echo '{}' ;;
esac
`;
}
