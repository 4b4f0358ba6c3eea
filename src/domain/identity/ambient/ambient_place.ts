import type { Variable } from "../../aws_files/file_paths.ts";
import { shellWord } from "../../text/escape.ts";

/** Where a hint is shown: to a user at a machine, or in the log of a job, of a kubelet, or of a container. */
export type AmbientPlace = "person" | "ci" | "kubelet" | "container";

/** Variables of CI systems. Reference: the documentation of each; `CI` is common to nearly all of them. */
const CI_VARIABLES: readonly string[] = ["CI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TF_BUILD"];

/** Determined from variables. @param kubelet Whether the kubelet is the caller. */
export function ambientPlace(variable: Variable, kubelet: boolean): AmbientPlace {
  if (kubelet) return "kubelet";
  const set = (name: string): boolean => !["", "false", "0"].includes(variable(name) ?? "");
  if (CI_VARIABLES.some(set)) return "ci";
  const container = set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") ||
    set("AWS_CONTAINER_CREDENTIALS_FULL_URI") || set("KUBERNETES_SERVICE_HOST");
  return container ? "container" : "person";
}

/** The hint if there are no credentials. */
export function missingHint(place: AmbientPlace): string {
  switch (place) {
    case "person":
      return "Run `aws sso login`, set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, pass --aws-profile NAME, or " +
        "use an identity from atmos.yaml (create one with `atmos-ecr init`): pass --identity NAME, or run " +
        "`atmos-ecr docker install` for Docker";
    case "ci":
      return "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_ROLE_ARN and " +
        "AWS_WEB_IDENTITY_TOKEN_FILE, in the job, or use an identity from atmos.yaml with --identity NAME";
    case "kubelet":
      return "Attach a role to the node's instance, set AWS_PROFILE in `env` of the plug-in configuration, or pin the " +
        "registry: `atmos-ecr docker install HOST --pin-only`";
    case "container":
      return "Assign a role to the task or pod, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  }
}

/** The hint if a login of the AWS CLI has expired. @param profile Undefined for the default one. */
export function loginHint(
  place: AmbientPlace,
  login: "sso login" | "login",
  profile: string | undefined,
): string {
  if (place === "person") {
    const option = profile === undefined ? "" : ` --profile ${shellWord(profile)}`;
    return `Run \`aws ${login}${option}\`, then try again`;
  }
  return `Interactive login is not possible here: use another source of credentials. ${missingHint(place)}`;
}
