import type { Definition } from "./definition.ts";

/**
 * The environment's principal for display: its source, never a key.
 *
 * @param variable Reads a variable of the environment.
 */
export function ambientLabel(
  { steps }: Definition,
  variable: (name: string) => string | undefined,
): string {
  const [step] = steps;
  if (step === undefined) return "the environment";
  if (step.kind === "keys" && variable("AWS_ACCESS_KEY_ID") === step["access_key_id"]) {
    return "the keys in AWS_ACCESS_KEY_ID";
  }
  const last = steps.at(-1);
  switch (last?.kind) {
    case "container":
      return "the container's credentials";
    case "instance":
      return "the instance's role";
    case "web-identity":
      if (variable("AWS_ROLE_ARN") === last["role_arn"]) return `web identity ${last["role_arn"]}`;
  }
  return `profile ${variable("AWS_PROFILE") || variable("AWS_DEFAULT_PROFILE") || "default"}`;
}
