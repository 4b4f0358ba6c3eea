import { type Definition, type DefinitionStep, definitionText, isSameDefinition } from "./definition.ts";

/**
 * The name of the first field in which two definitions differ, for people; undefined if they are equal. Values are not included: they may
 * come from other sources.
 */
export function differingField(a: Definition, b: Definition): string | undefined {
  if (isSameDefinition(a, b)) return undefined;
  const count = Math.min(a.steps.length, b.steps.length);
  for (let index = 0; index < count; index++) {
    const [one, other] = [a.steps[index], b.steps[index]];
    if (one === undefined || other === undefined) break;
    if (one.kind !== other.kind) return "kind of identity";
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
    const name = names.find((field) => !isSameField(one, other, field));
    if (name !== undefined) return name;
  }
  return a.steps.length === b.steps.length ? "source of credentials" : "chain of identities";
}

/** An absent field differs from one that is `null`. */
function isSameField(a: DefinitionStep, b: DefinitionStep, name: string): boolean {
  const only = (step: DefinitionStep): DefinitionStep =>
    Object.hasOwn(step, name) ? { kind: "", [name]: step[name] ?? null } : { kind: "" };
  return definitionText({ steps: [only(a)], opaque: false }) ===
    definitionText({ steps: [only(b)], opaque: false });
}

/** The environment's principal for display: its source, never a key. @param variable Reads a variable of the environment. */
export function ambientLabel({ steps }: Definition, variable: (name: string) => string | undefined): string {
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
