import type { MappingEntry } from "../../config/config_node.ts";
import { Secret } from "../../secret.ts";
import type {
  AssumeRoleIdentity,
  AssumeRootIdentity,
  Entry,
  Identity,
  OtherIdentity,
  PermissionSetIdentity,
  UserIdentity,
} from "../model/auth_config.ts";
import { readAccountId, readMfaDevice, readRegion, requireRoleArn, shown } from "./aws_values.ts";
import { acceptedSessionName } from "../../identity/role_parameters.ts";
import { findTemplate } from "../../trust/entry_rules.ts";
import { decodeEntry, type EntrySort, readVia } from "./decode_entry.ts";
import { definedFields, type FieldReader } from "./field_reader.ts";
import { IDENTITY_KINDS } from "../model/known_fields.ts";
import { readSessionTags, readSourceIdentity, readVariables } from "./identity_fields.ts";
import { readLegacyAccount } from "./legacy_spellings.ts";

/** Decodes an entry of `auth.identities`. */
export function decodeIdentity(entry: MappingEntry): Entry<Identity> {
  return decodeEntry(entry, IDENTITY);
}

const IDENTITY: EntrySort<Identity> = {
  noun: "identity",
  kinds: IDENTITY_KINDS,
  decode: (kind, reader, entry) => {
    const base = readBase(reader, entry);
    switch (kind.value) {
      case "aws/user":
        return decodeUser(reader, base);
      case "aws/assume-role":
        return decodeAssumeRole(reader, base);
      case "aws/assume-root":
        return decodeAssumeRoot(reader, base);
      case "aws/permission-set":
        return decodePermissionSet(reader, base);
      default:
        refuseVia(reader, "error");
        return {
          ...base,
          kind: "aws/ambient",
          ...definedFields({ region: readRegion(reader.section("principal")) }),
        };
    }
  },
  decodeOther: (kind, reader, entry): OtherIdentity => ({
    name: entry.key,
    origin: entry.keyOrigin,
    default: reader.flag("default") ?? false,
    kind: "other",
    writtenKind: kind.value,
    ...definedFields({ via: readVia(reader, { required: false }) }),
  }),
};

/** The fields of every identity. */
type Base = Pick<Identity, "name" | "origin" | "default" | "endpointUrl" | "env">;

function readBase(reader: FieldReader, entry: MappingEntry): Base {
  const endpointUrl = reader.section("spec").text("endpoint_url") ??
    // The former place, which Atmos still reads (`pkg/auth/cloud/aws/resolver.go`).
    reader.section("credentials").section("aws").section("resolver").text("url");
  return {
    name: entry.key,
    origin: entry.keyOrigin,
    default: reader.flag("default") ?? false,
    ...definedFields({ endpointUrl, env: readVariables(reader) }),
  };
}

function decodeUser(reader: FieldReader, base: Base): UserIdentity {
  const credentials = reader.section("credentials");
  const keys = readKeys(credentials);
  const mfaArn = readMfaDevice(credentials, "mfa_arn");
  refuseVia(reader, "warning");
  return {
    ...base,
    kind: "aws/user",
    ...definedFields({
      keys,
      mfaArn,
      mfaProcess: credentials.text("mfa_process"),
      region: readRegion(credentials, { secret: true }),
      webflowEnabled: credentials.flag("webflow_enabled"),
      // The limits of GetSessionToken, as in Atmos. Keys in another store may have a device stored with them.
      sessionSeconds: clampSeconds(reader.section("session"), {
        min: 900,
        max: mfaArn !== undefined || keys === undefined ? 129_600 : 43_200,
      }),
    }),
  };
}

function readKeys(credentials: FieldReader): UserIdentity["keys"] | undefined {
  const id = credentials.text("access_key_id");
  const secret = credentials.text("secret_access_key");
  if (id !== undefined && secret !== undefined) {
    return { accessKeyId: id.value, secretAccessKey: new Secret(secret.value) };
  }
  if (id === undefined && secret === undefined) return undefined;
  const missing = id === undefined ? "access_key_id" : "secret_access_key";
  return credentials.missing([missing], "Set both keys, or neither");
}

function decodeAssumeRole(reader: FieldReader, base: Base): AssumeRoleIdentity | undefined {
  const via = readVia(reader, { required: true });
  const principal = reader.section("principal");
  const roleArn = requireRoleArn(principal, "assume_role");
  const optional = definedFields({
    sessionName: readSessionName(principal),
    externalId: principal.text("external_id")?.value,
    mfaArn: readMfaDevice(principal, "mfa_serial"),
    mfaProcess: principal.text("mfa_process"),
    tags: readSessionTags(principal),
    sourceIdentity: readSourceIdentity(principal),
    durationSeconds: clampSeconds(principal, { min: 900, max: 43_200 }),
    region: readRegion(principal),
  });
  if (via?.kind === "provider") reportUnsent(principal);
  if (via === undefined || roleArn === undefined) return undefined;
  return { ...base, kind: "aws/assume-role", via, roleArn, ...optional };
}

/** Parameters of AssumeRole that AssumeRoleWithWebIdentity and AssumeRoleWithSAML lack: a provider's token has its own tags. */
const PARAMETERS_OF_ASSUME_ROLE = ["external_id", "tags", "transitive_tags", "source_identity", "mfa_serial"];

/** Warns of values that AWS does not receive when a provider's token assumes the role. */
function reportUnsent(principal: FieldReader): void {
  for (const key of PARAMETERS_OF_ASSUME_ROLE) {
    if (principal.node(key) === undefined) continue;
    principal.subject.warn({
      message: `Ignoring "${
        principal.pathOf(key)
      }" of ${principal.subject.label}: AWS does not accept it when a provider's token assumes the role`,
      hint: "Remove it, or assume the role from another identity with via.identity",
      at: principal.keyOriginOf(key),
    });
  }
}

/** The name of a role's session. That STS does not accept it as it is written, is a warning: a template has its own. */
function readSessionName(reader: FieldReader): string | undefined {
  const name = reader.text("session_name")?.value;
  if (name === undefined) return undefined;
  const accepted = acceptedSessionName(name);
  if (accepted !== name && findTemplate(name) === undefined) {
    // A value from elsewhere is never shown, in no form.
    const isWritten = reader.scalar("session_name")?.source === undefined;
    reader.subject.warn({
      message: isWritten
        ? `Using the session name "${accepted}" for ${reader.subject.label}: AWS does not accept "${
          shown(name)
        }"`
        : `Using another session name for ${reader.subject.label}: AWS does not accept the value as it is`,
      hint: `Use 2 to 64 letters, digits and +=,.@_- as "${reader.pathOf("session_name")}"`,
      at: reader.originOf("session_name"),
    });
  }
  return name;
}

/** Reference: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html */
const ROOT_TASK_PREFIX = "arn:aws:iam::aws:policy/root-task/";

function decodeAssumeRoot(reader: FieldReader, base: Base): AssumeRootIdentity | undefined {
  const via = readVia(reader, { required: true });
  const principal = reader.section("principal");
  const targetPrincipal = readAccountId(
    principal,
    "target_principal",
    "Add the 12 digits of the member account, in quotes",
  );
  const prefix = `an ARN that starts with "${ROOT_TASK_PREFIX}"`;
  const policy = principal.requiredText("task_policy_arn", `Add ${prefix}`);
  if (policy !== undefined && !policy.value.startsWith(ROOT_TASK_PREFIX)) {
    principal.wrong(
      "task_policy_arn",
      `is "${shown(policy.value)}", which is not a task policy`,
      `Use ${prefix}`,
    );
  }
  const optional = definedFields({
    durationSeconds: clampSeconds(principal, { min: 1, max: 900 }),
    region: readRegion(principal),
  });
  if (via === undefined || targetPrincipal === undefined || policy === undefined) return undefined;
  return { ...base, kind: "aws/assume-root", via, targetPrincipal, taskPolicyArn: policy.value, ...optional };
}

function decodePermissionSet(reader: FieldReader, base: Base): PermissionSetIdentity | undefined {
  const via = readVia(reader, { required: true });
  const principal = reader.section("principal");
  const name = principal.requiredText("name", "Add the name of the permission set");
  const account = readLegacyAccount(principal) ?? readAccount(principal.section("account"));
  if (account === undefined) return undefined;
  const optional = definedFields({ region: readRegion(principal) });
  if (via === undefined || name === undefined) return undefined;
  return { ...base, kind: "aws/permission-set", via, permissionSet: name.value, account, ...optional };
}

function readAccount(account: FieldReader): PermissionSetIdentity["account"] | undefined {
  const name = account.text("name")?.value;
  const id = readAccountId(account, "id");
  if (name === undefined && account.text("id") === undefined) {
    account.missing(["id", "name"], `Add account: {id: "123456789012"} or account: {name: NAME}`);
  }
  if (id === undefined && /^\d{12}$/.test(name ?? "")) {
    return account.wrong("name", `is "${name}", which is an account ID`, `Use id: "${name}"`);
  }
  return definedFields({ id, name });
}

/** Reports a `via` on a kind that starts chains. */
function refuseVia(reader: FieldReader, severity: "error" | "warning"): void {
  const via = reader.node("via");
  if (via === undefined) return;
  const verb = severity === "error" ? "Cannot use" : "Ignoring";
  reader.subject.report({
    severity,
    message: `${verb} "via" of ${reader.subject.label}: this kind of identity does not support it`,
    hint: "Remove it",
    at: via.origin,
  });
}

/** `duration` of a section, clamped with a warning. */
function clampSeconds(
  reader: FieldReader,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  const seconds = reader.seconds("duration");
  if (seconds === undefined || (seconds >= min && seconds <= max)) return seconds;
  const clamped = Math.min(Math.max(seconds, min), max);
  reader.subject.warn({
    message: `Using ${clamped} s for "${
      reader.pathOf("duration")
    }" of ${reader.subject.label}: AWS allows ${min} to ${max} s`,
    hint: `Use a duration from ${min} to ${max}`,
    at: reader.originOf("duration"),
  });
  return clamped;
}
