import type { SessionTags } from "./principals.ts";
import { type Call, demandPermission } from "./service.ts";
import { constraint } from "./sts_input.ts";
import { AwsFailure, type Input } from "./wire.ts";

/**
 * The tags of the session that a call asks for, those included that the caller's session hands on.
 *
 * Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 *
 * @throws {AwsFailure} For tags of a wrong form, or when the caller may not tag sessions.
 */
export function sessionTags(call: Call, roleArn: string): SessionTags {
  const { credential } = call.caller;
  const tags = readTags(call.input);
  const transitiveTagKeys = membersOf(call.input, "TransitiveTagKeys", "").map(([, key]) => key);
  if (!transitiveTagKeys.every((key) => key in tags)) {
    throw invalidValue("The specified transitive tag key must be included in the requested tags.");
  }
  const inherited = credential.transitiveTagKeys;
  if (Object.keys(tags).some((key) => inherited.some((other) => isSameKey(key, other)))) {
    throw invalidValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the " +
        "calling session.",
    );
  }
  if (Object.keys(tags).length > 0) demandPermission(call, "sts:TagSession", roleArn);
  const handedOn = inherited.map((key) => [key, credential.tags[key] ?? ""] as const);
  return {
    tags: { ...Object.fromEntries(handedOn), ...tags },
    transitiveTagKeys: [...inherited, ...transitiveTagKeys],
  };
}

function readTags(input: Input): Readonly<Record<string, string>> {
  const keys = membersOf(input, "Tags", ".Key");
  if (keys.length > 50) throw constraint("[…]", "tags", "Member must have length less than or equal to 50");
  const tags = keys.map(([index, key]) => {
    const value = String(input[`Tags.member.${index}.Value`] ?? "");
    if (key === "" || key.length > 128) throw lengthError(key, `tags.${index}.member.key`, 128);
    if (value.length > 256) throw lengthError(value, `tags.${index}.member.value`, 256);
    return [key, value] as const;
  });
  if (tags.some(([key], index) => tags.slice(index + 1).some(([other]) => isSameKey(key, other)))) {
    throw invalidValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return Object.fromEntries(tags);
}

/** The members of a list of AWS Query, with their indexes: `Tags.member.1.Key`. */
function membersOf(input: Input, list: string, suffix: string): readonly (readonly [number, string])[] {
  const pattern = new RegExp(`^${list}\\.member\\.(\\d+)${suffix.replace(".", "\\.")}$`);
  return Object.entries(input)
    .map(([name, value]) => [pattern.exec(name)?.[1], value] as const)
    .filter((pair): pair is readonly [string, string] => pair[0] !== undefined && typeof pair[1] === "string")
    .map(([index, value]) => [Number(index), value]);
}

function isSameKey(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function lengthError(value: string, member: string, max: number): AwsFailure {
  const rule = value === "" ? "greater than or equal to 1" : `less than or equal to ${max}`;
  return constraint(value, member, `Member must have length ${rule}`);
}

function invalidValue(message: string): AwsFailure {
  return new AwsFailure({ status: 400, code: "InvalidParameterValue" }, message);
}
