import type { Definition, DefinitionStep } from "../definition.ts";
import {
  type AmbientPlan,
  CREDENTIAL_SERVICES,
  type PlannedContainer,
  type PlannedSource,
} from "./ambient_plan.ts";

/** What of a machine tells whose it is, and is in no variable. */
export interface MachineFacts {
  /** This boot, which an image does not take along. Undefined where the system does not tell. */
  bootId(): Promise<string | undefined>;
  /** Who a container is: issuer and subject of its token, else a digest of its authorization. Null without any. */
  containerSubject(container: PlannedContainer): Promise<string | null>;
}

/**
 * Who the credentials of a plan are, see {@linkcode Definition}. `AWS_ENDPOINT_URL`, which leads to another AWS altogether, is not part of
 * it: where that cannot be reached, the token of before it is what an outage leaves.
 */
export async function ambientDefinition(plan: AmbientPlan, machine: MachineFacts): Promise<Definition> {
  if (plan.source === undefined) return { steps: [], opaque: false };
  const steps = await sourceSteps(plan.source, machine);
  const endpoints = plan.source.kind === "keys" ? {} : endpointFields(plan);
  return {
    steps: Object.keys(endpoints).length === 0
      ? steps
      : [{ kind: "profile-endpoints", ...endpoints }, ...steps],
    opaque: isOpaque(plan.source),
  };
}

async function sourceSteps(source: PlannedSource, machine: MachineFacts): Promise<readonly DefinitionStep[]> {
  switch (source.kind) {
    case "keys":
      return [{ kind: "keys", access_key_id: source.accessKeyId }];
    case "role":
      return [...await sourceSteps(source.source, machine), {
        kind: "role",
        role_arn: source.roleArn,
        ...present("session_name", source.sessionName),
        ...present("external_id", source.externalId),
        ...present("mfa", source.mfaSerial),
      }];
    case "web-identity":
      return [{
        kind: "web-identity",
        role_arn: source.roleArn,
        token_file: source.tokenFile,
        ...present("session_name", source.sessionName),
      }];
    case "sso":
      return [{
        kind: "sso",
        start_url: source.startUrl,
        region: source.region,
        account_id: source.accountId,
        role_name: source.roleName,
        ...present("session", source.session),
      }];
    case "process":
      return [{ kind: "process", command: source.command }];
    case "login":
      return [{ kind: "login", session: source.session }];
    case "container":
      return [{
        kind: "container",
        url: source.url,
        subject: await machine.containerSubject(source),
      }];
    case "instance":
      return [{
        kind: "instance",
        ...present("endpoint", source.endpoint),
        ipv6: source.ipv6,
        ...present("boot", await machine.bootId()),
      }];
  }
}

function isOpaque(source: PlannedSource): boolean {
  if (source.kind === "role") return isOpaque(source.source);
  return source.kind === "process" || source.kind === "container" || source.kind === "instance";
}

/** Where requests for credentials go, if not to AWS' own hosts. */
function endpointFields(
  { settings, services, credentialEndpoints }: AmbientPlan,
): Readonly<Record<string, string>> {
  const found = [
    ["endpoint_url", settings.get("endpoint_url")?.value] as const,
    ...CREDENTIAL_SERVICES.map((name) =>
      [name, credentialEndpoints.get(name) ?? services.get(name)?.block?.get("endpoint_url")] as const
    ),
  ];
  return Object.fromEntries(found.flatMap(([name, value]) => value ? [[name, value]] : []));
}

function present(field: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [field]: value };
}
