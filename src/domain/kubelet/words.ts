import { AtmosEcrError } from "../errors/errors.ts";
import { pinLabel, pinPlaces, type RegistryPin } from "../helper/registry_pin.ts";
import { failureLine } from "../helper/words.ts";
import { missingHint } from "../identity/ambient/ambient_place.ts";
import type { Registry } from "../registry/registry.ts";
import { escapeText, shellWord } from "../text/escape.ts";
import { type PodRole, ROLE_ANNOTATION, serviceAccountName } from "./pod_role.ts";

/** The hint if a role does not accept a pod's token. */
const ROLE_REMEDY =
  "Check that the role exists, and that its trust policy allows the cluster's OIDC provider, " +
  "this service account as `sub` and the audience of the kubelet's CredentialProviderConfig";

/** The hint if a pinned identity finds no credentials on the node. */
const PINNED_REMEDY =
  "Attach a role to the node's instance, or set AWS_PROFILE in `env` of the plug-in configuration";

/** The principal for a request. */
interface Answering {
  readonly pin?: RegistryPin | undefined;
  readonly podRole?: PodRole | undefined;
}

/**
 * The line for a failure, which the kubelet logs and shows at the pod: with the code and, for a pod's role, the service account.
 *
 * @param directory Docker's directory, where the kubelet finds pins; undefined without one.
 */
export function kubeletFailureLine(
  error: AtmosEcrError,
  { pin, podRole }: Answering,
  directory: string | undefined,
): string {
  const about = podRole === undefined
    ? error.code
    : `${error.code}, service account ${escapeText(serviceAccountName(podRole))}`;
  return `${withPinFlags(failureLine(onNode(error, { pin, podRole }), pin), directory)} (${about})`;
}

/** Commands that pin, with the flags for a kubelet: without them, they would change the Docker configuration of whoever runs them. */
function withPinFlags(line: string, directory: string | undefined): string {
  const flags = ` --pin-only${directory === undefined ? "" : ` --docker-config ${shellWord(directory)}`}`;
  return line.replaceAll(
    /`(atmos-ecr docker install [^`]+?)(?: --pin-only)?`/g,
    (_, command) => `\`${command}${escapeText(flags)}\``,
  );
}

/** The error with a hint for a node, if the usual hint is for a user at a terminal. */
function onNode(error: AtmosEcrError, { pin, podRole }: Answering): AtmosEcrError {
  const { code, message, position } = error;
  const isMissing = code === "AWS_CREDENTIALS_MISSING" || code === "AWS_CREDENTIALS_EXPIRED";
  if (podRole !== undefined && code === "AWS_DENIED") {
    return new AtmosEcrError(code, message, { hint: ROLE_REMEDY, position });
  }
  if (podRole !== undefined || !isMissing) return error;
  if (pin === undefined) return new AtmosEcrError(code, message, { hint: missingHint("kubelet"), position });
  // Nobody can log in on a node.
  return code === "AWS_CREDENTIALS_MISSING" && pin.kind !== "aws-profile"
    ? new AtmosEcrError(code, message, { hint: PINNED_REMEDY, position })
    : error;
}

/** Which identity would pull an image of a registry, and why. */
interface PullCheck {
  /** As given. */
  readonly image: string;
  readonly registry: Registry;
  readonly pin: RegistryPin | undefined;
  /** The node's principal, for display. */
  readonly principal: string;
  /** Where pins are searched. */
  readonly pinsPlace: string;
}

/** Which identity would pull an image, one sentence per line. */
export function checkLines({ image, registry, pin, principal, pinsPlace }: PullCheck): readonly string[] {
  const who = pin === undefined
    ? `with the node's own credentials, starting with ${principal}`
    : pin.kind === "identity"
    ? `as identity "${pin.identity}"`
    : `with ${pinLabel(pin)}`;
  const why = pin === undefined
    ? `${registry.host} is not pinned in ${pinsPlace}`
    : `${registry.host} is pinned to it in ${pinsPlace}` +
      (pin.host === registry.host ? "" : `, by the registry's name ${pin.host}`);
  const sources = pin === undefined ? [] : pinPlaces(pin);
  return [
    `${image} would be pulled ${who}`,
    `Why: ${why}`,
    ...(sources.length === 0 ? [] : [`Defined in: ${sources.join(", ")}`]),
    `Pods whose service account has the annotation ${ROLE_ANNOTATION} use that role instead, ` +
    "if the kubelet configuration has tokenAttributes",
  ].map(escapeText);
}
