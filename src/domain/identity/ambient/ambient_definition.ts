import { defined } from "../chain_definition.ts";
import type { Definition, DefinitionStep } from "../definition.ts";
import {
  type AmbientPlan,
  CREDENTIAL_SERVICES,
  type PlannedContainer,
  type PlannedSource,
} from "./ambient_plan.ts";

/** Facts about a machine that affect its principal and are in no variable. */
export interface MachineFacts {
  /** The id of this boot, which is not part of an image. Undefined if the system has none. */
  bootId(): Promise<string | undefined>;
  /** The identity of a container: issuer and subject of its token, otherwise a digest of its authorization. Null without either. */
  containerSubject(container: PlannedContainer): Promise<string | null>;
}

/**
 * The definition of a plan's principal, see {@linkcode Definition}. It does not include `AWS_ENDPOINT_URL`, which sends all calls
 * elsewhere: if that endpoint is unreachable, an earlier token can be used.
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
        ...defined({
          session_name: source.sessionName,
          external_id: source.externalId,
          mfa: source.mfaSerial,
        }),
      }];
    case "web-identity":
      return [{
        kind: "web-identity",
        role_arn: source.roleArn,
        token_file: source.tokenFile,
        ...defined({ session_name: source.sessionName }),
      }];
    case "sso":
      return [{
        kind: "sso",
        start_url: source.startUrl,
        region: source.region,
        account_id: source.accountId,
        role_name: source.roleName,
        ...defined({ session: source.session }),
      }];
    case "process":
      return [{ kind: "process", command: source.command }];
    case "login":
      return [{ kind: "login", session: source.session }];
    case "container":
      return [{ kind: "container", url: source.url, subject: await machine.containerSubject(source) }];
    case "instance":
      return [{
        kind: "instance",
        ipv6: source.ipv6,
        ...defined({ endpoint: source.endpoint, boot: await machine.bootId() }),
      }];
  }
}

function isOpaque(source: PlannedSource): boolean {
  if (source.kind === "role") return isOpaque(source.source);
  return source.kind === "process" || source.kind === "container" || source.kind === "instance";
}

/** The endpoints of credential requests, unless they are AWS' own hosts. */
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
