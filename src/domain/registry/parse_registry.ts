import { RegistryError } from "../errors/errors.ts";
import { partitionOfRegion, PARTITIONS } from "./partitions.ts";
import {
  findRegistry,
  parseHost,
  PRIVATE_HOST_REGEXP,
  PUBLIC_HOST,
  type Registry,
  splitRegistryText,
} from "./registry.ts";

/** The example for a rejected host. */
const EXAMPLE = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

/** Schemes of other tools: `oci://` in helm and oras, `docker://` in skopeo and buildah. Requests to helpers never have them. */
const TYPED_SCHEME_REGEXP = /^(?:oci|docker):\/\//;

/**
 * Parses the host name of an ECR registry. A prefix `https://`, `oci://` or `docker://` and the path, tag or digest of an image are
 * dropped; a port, user information, `http://`, upper case, a trailing dot and non-ASCII characters are rejected.
 *
 * @example Read the account and region from a host
 * ```ts
 * import { parseRegistry } from "@atmos/ecr";
 *
 * const registry = parseRegistry("123456789012.dkr.ecr.eu-west-1.amazonaws.com");
 * if (registry.region !== "eu-west-1") throw new Error("unexpected");
 * ```
 * @throws {RegistryError} `REGISTRY_INVALID` for anything that is not an ECR host.
 */
export function parseRegistry(text: string): Registry {
  // From JavaScript, such as a variable that is not set.
  if (typeof text !== "string") throw refusal(String(text), "");
  const registry = findTypedRegistry(text);
  if (registry === undefined) {
    throw refusal(text, splitRegistryText(text.replace(TYPED_SCHEME_REGEXP, "")).host);
  }
  return registry;
}

/** As {@linkcode parseRegistry}, but without a reason: undefined for anything that is not an ECR host. */
export function findTypedRegistry(text: string): Registry | undefined {
  const rest = text.replace(TYPED_SCHEME_REGEXP, "");
  // One scheme is accepted, not two.
  return rest !== text && rest.startsWith("https://") ? undefined : findRegistry(rest);
}

/**
 * The host name of the private registry of an account in a region.
 *
 * @param account 12 digits.
 * @throws {RegistryError} `REGISTRY_INVALID` if the account is not 12 digits or the region is invalid.
 */
export function registryHost(account: string, region: string): string {
  const host = `${account}.dkr.ecr.${region}.${partitionOfRegion(region)?.suffix ?? ""}`;
  if (parseHost(host) === undefined) {
    throw new RegistryError(
      `Cannot determine the registry of account "${account}" in region "${region}"`,
      {
        hint: "The account has 12 digits, and a region looks like eu-west-1",
      },
    );
  }
  return host;
}

function refusal(text: string, host: string): RegistryError {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return new RegistryError(`Cannot use "${shown}" as an ECR registry: ${reason(text, host)}`, {
    // Users who come from `login` pass the name of an integration.
    hint: `Use a host such as ${EXAMPLE} or ${PUBLIC_HOST}; \`atmos-ecr list\` lists those of integrations`,
  });
}

/** Why a text is not an ECR host: the first common mistake that applies. */
function reason(text: string, host: string): string {
  if (text === "") return "it is empty";
  if (/[^\x21-\x7e]/.test(text)) {
    return "it contains white space, a control character or a non-ASCII character";
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/^(?:https|oci|docker):\/\//.test(text)) {
    return "only https://, oci:// or docker:// may precede the host";
  }
  if (host.includes("@")) return "it contains user information";
  if (/:\d*$/.test(host)) return "it contains a port";
  if (host.endsWith(".")) return "the host ends in a dot";
  if (host !== host.toLowerCase() && parseHost(host.toLowerCase()) !== undefined) {
    return "the host is not lowercase";
  }
  if (parseHost(host) !== undefined) return "the text after the host is not an image name";
  const parts = PRIVATE_HOST_REGEXP.exec(host)?.groups;
  if (parts !== undefined) {
    const { region = "", suffix = "" } = parts;
    const partition = partitionOfRegion(region);
    if (partition === undefined) return `"${region}" is not an AWS region`;
    if (!PARTITIONS.some((known) => known.suffix === suffix || known.dualStack?.suffix === suffix)) {
      return `"${suffix}" is not an ECR domain`;
    }
    return `a registry in ${region} (partition ${partition.id}) has a host that ends in ${partition.suffix}`;
  }
  if (/^[0-9]+\.dkr[.-]ecr/.test(host) && !/^[0-9]{12}\./.test(host)) {
    return "the account ID does not have 12 digits";
  }
  return "it is not an Amazon ECR host";
}
