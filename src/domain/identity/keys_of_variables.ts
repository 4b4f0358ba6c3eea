import type { Definition } from "./definition.ts";

/**
 * The definition of keys in variables, where nothing else has a say: what a plan of the environment would come to, without the AWS
 * files. Undefined where the plan must be made.
 */
export function keysOfVariables(variable: (name: string) => string | undefined): Definition | undefined {
  const accessKeyId = variable("AWS_ACCESS_KEY_ID") ?? "";
  const isAlone = !variable("AWS_PROFILE") && !variable("AWS_DEFAULT_PROFILE");
  if (!isAlone || accessKeyId === "" || !variable("AWS_SECRET_ACCESS_KEY")) return undefined;
  return { steps: [{ kind: "keys", access_key_id: accessKeyId }], opaque: false };
}
