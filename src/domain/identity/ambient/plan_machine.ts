import { absolutePath, type PathPlace, type Variable } from "../../aws_files/file_paths.ts";
import { Secret } from "../../secret.ts";
import type { PlannedContainer, PlannedInstance } from "./ambient_plan.ts";

/** The address of ECS for relative paths. Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
const CONTAINER_HOST = "http://169.254.170.2";

/** What this container or instance would be asked for; undefined where it is not to be asked. */
export function planMachine(
  variable: Variable,
  place: PathPlace,
): PlannedContainer | PlannedInstance | undefined {
  return planContainer(variable, place) ?? planInstance(variable);
}

/** The credentials of this container, which variables name. */
export function planContainer(variable: Variable, place: PathPlace): PlannedContainer | undefined {
  const relative = set(variable, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const url = relative === undefined
    ? set(variable, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    : `${CONTAINER_HOST}${relative}`;
  if (url === undefined) return undefined;
  const file = set(variable, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  const token = file === undefined ? set(variable, "AWS_CONTAINER_AUTHORIZATION_TOKEN") : undefined;
  return {
    kind: "container",
    url,
    authorization: token === undefined ? undefined : new Secret(token),
    authorizationFile: file === undefined ? undefined : absolutePath(file, place),
  };
}

/**
 * The role of this instance, unless `AWS_EC2_METADATA_DISABLED` forbids to ask for it.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
 */
export function planInstance(variable: Variable, mode?: string): PlannedInstance | undefined {
  if (set(variable, "AWS_EC2_METADATA_DISABLED")?.toLowerCase() === "true") return undefined;
  const chosen = set(variable, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE") ?? mode ?? "";
  return {
    kind: "instance",
    endpoint: set(variable, "AWS_EC2_METADATA_SERVICE_ENDPOINT"),
    ipv6: chosen.toLowerCase() === "ipv6",
  };
}

function set(variable: Variable, name: string): string | undefined {
  const value = variable(name);
  return value === "" ? undefined : value;
}
