/**
 * Keys in the files of tools that are older than the AWS CLI, which it still takes where profiles give none: that of the EC2 tools, and
 * those of boto.
 *
 * Reference: `OriginalEC2Provider` and `BotoProvider` in https://github.com/boto/botocore/blob/develop/botocore/credentials.py.
 *
 * @module
 */
import type { AwsFileText } from "../../aws_files/aws_files.ts";
import {
  absolutePath,
  homePath,
  namedPath,
  type PathPlace,
  setVariable,
  type Variable,
} from "../../aws_files/file_paths.ts";
import { parseAwsFile } from "../../aws_files/parse_aws_file.ts";
import { splitLines, strip } from "../../aws_files/python_text.ts";
import type { AmbientPlan, PlannedKeys } from "./ambient_plan.ts";
import { planFault } from "./plan_faults.ts";
import { type KeyPart, planKeys, sectionPart } from "./plan_keys.ts";

/** Absolute paths of the files, in the order in which they are read. */
interface OlderKeyPaths {
  /** The file in `AWS_CREDENTIAL_FILE`. */
  readonly ec2: string | undefined;
  /** The file in `BOTO_CONFIG`, else `/etc/boto.cfg` and `~/.boto`. */
  readonly boto: readonly string[];
}

/** The files that exist, read. */
interface OlderKeyFiles {
  readonly ec2: AwsFileText | undefined;
  readonly boto: readonly AwsFileText[];
}

/** Where the files are. */
export function olderKeyPaths(variable: Variable, place: PathPlace): OlderKeyPaths {
  const ec2 = setVariable(variable, "AWS_CREDENTIAL_FILE");
  const boto = setVariable(variable, "BOTO_CONFIG");
  return {
    ec2: ec2 && homePath(ec2, place),
    boto: boto === undefined
      ? ["/etc/boto.cfg", absolutePath("~/.boto", place)]
      : [namedPath(boto, variable, place)],
  };
}

/** Whether the files count for a plan: it has nothing but this machine's own credentials. */
export function needsOlderKeys({ source }: Pick<AmbientPlan, "source">): boolean {
  return source === undefined || source.kind === "container" || source.kind === "instance";
}

/**
 * The keys in the first file that has any.
 *
 * @throws {AwsError} `AWS_PROFILE_INVALID` for a file that cannot be read, half a pair, or characters that no key has.
 */
export function planOlderKeys({ ec2, boto }: OlderKeyFiles): PlannedKeys | undefined {
  const keys = ec2 && planEc2Keys(ec2);
  if (keys !== undefined) return keys;
  // Lazily: a file after the first with keys may be invalid.
  return boto.values().map(planBotoKeys).find((found) => found !== undefined);
}

/** Lines `AWSAccessKeyId=…` and `AWSSecretKey=…`. */
function planEc2Keys({ file, text, unreadable }: AwsFileText): PlannedKeys | undefined {
  const subject = `the file "${file}", set in AWS_CREDENTIAL_FILE`;
  if (text === undefined) {
    throw planFault(subject, unreadable ?? "it does not exist", {
      hint: "Correct or unset AWS_CREDENTIAL_FILE",
    });
  }
  const parts = new Map<string, KeyPart>();
  for (const [index, line] of splitLines(text).entries()) {
    const sign = line.indexOf("=");
    const name = strip(line.slice(0, Math.max(0, sign)));
    parts.set(name, { name, text: strip(line.slice(sign + 1)), at: { file, line: index + 1 } });
  }
  return pair(subject, (name) => parts.get(name), ["AWSAccessKeyId", "AWSSecretKey"]);
}

/** The section `[Credentials]`. */
function planBotoKeys({ file, text, unreadable }: AwsFileText): PlannedKeys | undefined {
  const subject = `the boto file "${file}"`;
  const { sections, fault } = parseAwsFile(text ?? "", file);
  const reason = unreadable ?? (fault === undefined ? undefined : `line ${fault.line} ${fault.reason}`);
  if (reason !== undefined) {
    throw planFault(subject, reason, {
      at: fault,
      hint: "Correct the file, or set BOTO_CONFIG to another: the AWS CLI rejects it, too",
    });
  }
  const section = sections.get("Credentials");
  return pair(subject, (name) => sectionPart(section, name), ["aws_access_key_id", "aws_secret_access_key"]);
}

function pair(
  subject: string,
  part: (name: string) => KeyPart | undefined,
  [idName, secretName]: readonly [id: string, secret: string],
): PlannedKeys | undefined {
  const [id, secret] = [part(idName), part(secretName)];
  if (id === undefined) return undefined;
  if (secret !== undefined) return planKeys(subject, id, secret, undefined);
  throw planFault(subject, `it has ${idName} without ${secretName}`, {
    at: id.at,
    hint: "Set both, or neither",
  });
}
