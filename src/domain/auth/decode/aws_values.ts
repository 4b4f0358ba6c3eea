import { isRoleArn, isWithin, MFA_DEVICE } from "../../identity/role_parameters.ts";
import { partitionOfRegion } from "../../registry/partitions.ts";
import type { Located } from "../model/auth_config.ts";
import type { FieldReader } from "./field_reader.ts";

/** The maximum length of a value in a message. */
const MAX_SHOWN = 100;

const EXAMPLE_ROLE = "arn:aws:iam::123456789012:role/name";

/**
 * An account ID: 12 digits. Without quotes, it is taken as written (YAML would read `012345678901` as a number), with a warning to quote
 * it; anything else is reported.
 *
 * @param missing The hint if there must be one.
 */
export function readAccountId(reader: FieldReader, key: string, missing?: string): string | undefined {
  const node = reader.scalar(key);
  if (node === undefined || node.raw === "") {
    return missing === undefined ? undefined : reader.missing([key], missing);
  }
  if (!/^\d{12}$/.test(node.raw)) {
    return reader.wrong(
      key,
      `is "${shown(node.raw)}", but an account ID has 12 digits`,
      `Use the 12 digits in quotes, without dashes or spaces`,
    );
  }
  if (!node.quoted) {
    reader.subject.warn({
      message: `Using the unquoted "${
        reader.pathOf(key)
      }" of ${reader.subject.label} as written: ${node.raw}`,
      hint: `Quote it: ${key}: "${node.raw}". YAML reads it as a number, and Atmos drops leading zeros`,
      at: node.origin,
    });
  }
  return node.raw;
}

/** A `region` of any partition. A value that could be a misplaced secret is not shown. @param missing The hint if there must be one. */
export function readRegion(
  reader: FieldReader,
  { secret = false, missing }: { readonly secret?: boolean; readonly missing?: string } = {},
): Located<string> | undefined {
  const region = missing === undefined ? reader.text("region") : reader.requiredText("region", missing);
  if (region === undefined || partitionOfRegion(region.value) !== undefined) return region;
  return reader.wrong(
    "region",
    secret ? "is not an AWS region" : `is "${shown(region.value)}", which is not an AWS region`,
    `Use a region such as "eu-west-1"`,
  );
}

/** The ARN of a role; a missing or malformed one is reported. */
export function requireRoleArn(reader: FieldReader, key: string): Located<string> | undefined {
  const arn = reader.requiredText(key, `Add the ARN of the role, such as "${EXAMPLE_ROLE}"`);
  if (arn === undefined || isRoleArn(arn.value)) return arn;
  return reader.wrong(
    key,
    `is "${shown(arn.value)}", which is not a role ARN`,
    `Use an ARN such as "${EXAMPLE_ROLE}"`,
  );
}

/** The ARN or serial number of an MFA device; a malformed one is reported. */
export function readMfaDevice(reader: FieldReader, key: string): Located<string> | undefined {
  const device = reader.text(key);
  if (device === undefined || isWithin(MFA_DEVICE, device.value)) return device;
  return reader.wrong(
    key,
    "is neither the ARN nor the serial number of an MFA device",
    `Use an ARN such as "arn:aws:iam::123456789012:mfa/name"`,
  );
}

/** A value from the file, for messages. */
export function shown(value: string): string {
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
}
