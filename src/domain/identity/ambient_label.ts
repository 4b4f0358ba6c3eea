import type { Definition } from "./definition.ts";

/** How the principal of the environment is shown: by its first source. Never a key. */
export function ambientLabel({ steps }: Definition): string {
  const [step] = steps;
  switch (step?.kind) {
    case "keys":
      return "the keys in AWS_ACCESS_KEY_ID";
    case "profile":
      return `profile ${step["name"]}`;
    case "web-identity":
      return `web identity ${step["role_arn"]}`;
    case "container":
      return "the container's credentials";
    case "instance":
      return "the instance's role";
    default:
      return "the environment";
  }
}
