/**
 * What the tests need of the machine, and where Debian has it.
 *
 * @module
 */

/** Program → package of Debian. Nothing runs without these. */
const FOUNDATION = {
  "unshare": "util-linux",
  "mount": "mount",
  "ip": "iproute2",
  "docker-registry": "docker-registry",
} as const;

/** Program → package of Debian. What a test needs of these it says itself. */
const CLIENTS = {
  "docker": "docker.io",
  "dockerd": "docker.io",
  // A program that runs in a container without anything else in it.
  "busybox": "busybox-static",
  "skopeo": "skopeo",
  "podman": "podman",
  "buildah": "buildah",
  "docker-credential-ecr-login": "amazon-ecr-credential-helper",
  "aws": "awscli",
  "tinyproxy": "tinyproxy",
  // Not `squid`, which cannot be asked over TLS.
  "squid": "squid-openssl",
  "fish": "fish",
  "zsh": "zsh",
  "script": "bsdutils",
  "bash": "bash",
  "tmux": "tmux",
} as const;

/** A program that a test needs. */
export type ClientProgram = keyof typeof CLIENTS;

/** A client that `go_clients.ts` builds. */
export type GoClient = "crane" | "oras" | "regctl" | "helm" | "buildx";

/** The directory in whose `bin` they are; unset where they are not asked for. */
export const GO_CLIENTS_VARIABLE = "ATMOS_ECR_GO_CLIENTS";

/** The path of a client that was built; undefined where it was not. */
export function goClient(name: GoClient): string | undefined {
  const directory = Deno.env.get(GO_CLIENTS_VARIABLE);
  if (directory === undefined) return undefined;
  const path = `${directory}/bin/${name}`;
  try {
    return Deno.statSync(path).isFile ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The path of the kubelet's own code, which `kubelet.ts` builds; unset where it is not asked for. */
export const KUBELET_VARIABLE = "ATMOS_ECR_KUBELET";

/** Set to `required` where nothing may be left out. */
export const MODE_VARIABLE = "ATMOS_ECR_E2E";

/** Set in the network that `run.ts` makes. */
export const LAB_VARIABLE = "ATMOS_ECR_LAB";

/** Where programs are looked for: those of the system first, so that what Debian has is what is tested. */
export const SEARCH_PATH: string = [
  "/usr/bin",
  "/bin",
  "/usr/sbin",
  "/sbin",
  ...(Deno.env.get("PATH") ?? "").split(":"),
].join(":");

/** Something that is not there. */
export interface Missing {
  readonly program: string;
  readonly package: string;
}

/** Why this machine can run none of the tests; undefined when it can. */
export async function obstacle(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "They need Linux";
  if (Deno.uid() !== 0) {
    return "They need root, for a network of their own: sudo -E env PATH=$PATH deno task test:e2e";
  }
  const missing = await missingOf(FOUNDATION);
  if (missing.length > 0) return `They need ${advice(missing)}`;
  const { success } = await new Deno.Command("unshare", { args: ["-n", "-m", "true"], stderr: "null" })
    .output();
  return success ? undefined : "They need the right to make namespaces, which this container does not have";
}

/** The clients that are not there. */
export function missingClients(): Promise<readonly Missing[]> {
  return missingOf(CLIENTS);
}

/** The packages of everything that is not there. */
export async function missingPackages(): Promise<readonly string[]> {
  const missing = [...await missingOf(FOUNDATION), ...await missingOf(CLIENTS)];
  return [...new Set(missing.map((one) => one.package))];
}

/** Names programs, and how to get them. */
export function advice(missing: readonly Missing[]): string {
  const programs = missing.map(({ program }) => program).join(", ");
  return `${programs}: apt-get install ${[...new Set(missing.map((one) => one.package))].join(" ")}`;
}

async function missingOf(programs: Readonly<Record<string, string>>): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const [program, packageName] of Object.entries(programs)) {
    if (!await isThere(program)) missing.push({ program, package: packageName });
  }
  return missing;
}

async function isThere(program: string): Promise<boolean> {
  for (const directory of SEARCH_PATH.split(":")) {
    const found = await Deno.stat(`${directory}/${program}`).then(({ isFile }) => isFile, () => false);
    if (found) return true;
  }
  return false;
}
