import { absolutePath, type PathPlace, setVariable, type Variable } from "../../aws_files/file_paths.ts";
import type { AwsSetting } from "../../aws_files/parse_aws_file.ts";
import { Secret } from "../../secret.ts";
import type { PlannedContainer, PlannedInstance } from "./ambient_plan.ts";

/** The ECS address of relative paths. Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
const CONTAINER_HOST = "http://169.254.170.2";

/** The credentials of this container, as named by variables. */
export function planContainer(variable: Variable, place: PathPlace): PlannedContainer | undefined {
  const relative = setVariable(variable, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const url = relative === undefined
    ? setVariable(variable, "AWS_CONTAINER_CREDENTIALS_FULL_URI")
    : `${CONTAINER_HOST}${relative}`;
  if (url === undefined) return undefined;
  const file = setVariable(variable, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  const token = file === undefined ? setVariable(variable, "AWS_CONTAINER_AUTHORIZATION_TOKEN") : undefined;
  return {
    kind: "container",
    url,
    authorization: token === undefined ? undefined : new Secret(token),
    authorizationFile: file === undefined ? undefined : absolutePath(file, place),
  };
}

/**
 * The role of this instance, unless `AWS_EC2_METADATA_DISABLED` disables it.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html
 *
 * @param settings The settings of the profile in use.
 */
export function planInstance(
  variable: Variable,
  settings: ReadonlyMap<string, AwsSetting>,
): PlannedInstance | undefined {
  const value = (name: string): string | undefined =>
    setVariable(variable, `AWS_${name.toUpperCase()}`) ?? (settings.get(name)?.value || undefined);
  if (isTrue(setVariable(variable, "AWS_EC2_METADATA_DISABLED"))) return undefined;
  const mode = value("ec2_metadata_service_endpoint_mode")?.toLowerCase();
  return {
    kind: "instance",
    endpoint: value("ec2_metadata_service_endpoint"),
    // The second is its older name. Reference: `resolve_imds_endpoint_mode` in botocore's `utils.py`.
    ipv6: mode === undefined ? isTrue(value("imds_use_ipv6")) : mode === "ipv6",
    tokenRequired: isTrue(value("ec2_metadata_v1_disabled")),
    timeoutSeconds: count(value("metadata_service_timeout")),
    attempts: count(value("metadata_service_num_attempts")),
  };
}

/** A whole number from 1 to 99; 1, the default of both settings, for anything else. */
function count(text: string | undefined): number {
  return /^[1-9]\d?$/.test(text ?? "") ? Number(text) : 1;
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === "true";
}
