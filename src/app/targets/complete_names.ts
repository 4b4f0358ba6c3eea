import { decodeAuth } from "../../domain/auth/decode/decode_auth.ts";
import type { Entries } from "../../domain/auth/model/auth_config.ts";
import { identityDetail, integrationDetail } from "../../domain/auth/model/entry_details.ts";
import type { KnownName } from "../../domain/completion/known_names.ts";
import type { ConfigNode } from "../../domain/config/config_node.ts";
import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { ecrHosts } from "../../domain/docker/ecr_hosts.ts";
import { pinLabel } from "../../domain/helper/registry_pin.ts";
import { registryIntegrations } from "../../domain/login/integration_targets.ts";
import type { AppContext } from "../../ports/context.ts";
import type { RegistryPins } from "../../ports/state.ts";

/** The kinds of names that can be completed. */
export type NameKind = "integration" | "identity" | "provider" | "profile" | "registry" | "key";

/** A name, and what distinguishes it from others. */
export type Candidate = KnownName;

/** Where names are found. The configurations must trust nothing: pressing a key must not run anything. */
export interface NamePorts extends Pick<AppContext, "configurations" | "configSelection" | "docker"> {
  readonly pins: Pick<RegistryPins, "survey">;
}

/** The names that can be completed. An entry with unevaluated functions keeps its name and has no description. */
export async function completeNames(kind: NameKind, ports: NamePorts): Promise<Candidate[]> {
  const { configurations, configSelection } = ports;
  if (kind === "profile") {
    const loaded = await configurations.load({ ...configSelection, profiles: [], lenient: true });
    return (await loaded.profileNames()).map((value) => ({ value }));
  }
  if (kind === "registry") {
    const found = await Promise.allSettled([configuredHosts(ports), pinnedHosts(ports), dockerHosts(ports)]);
    const candidates = found.flatMap((result) => result.status === "fulfilled" ? result.value : []);
    return [...new Map(candidates.toReversed().map((candidate) => [candidate.value, candidate])).values()]
      .toSorted((a, b) => a.value < b.value ? -1 : 1);
  }
  const { tree } = await configurations.load({ ...configSelection, lenient: true });
  if (kind === "key") return keysOf(tree, "");
  const auth = decodeAuth(tree);
  switch (kind) {
    case "identity":
      return described(auth.identities, identityDetail);
    case "provider":
      return described(auth.providers, (provider) => provider.kind);
    case "integration":
      return described(auth.integrations, (one) => one.kind === "other" ? undefined : integrationDetail(one));
  }
}

/** Every dotted key. Keys with a dot or a blank in a name are omitted, since a shell would not take them as one word. */
function keysOf(node: ConfigNode, prefix: string): Candidate[] {
  if (node.kind !== "mapping") return [];
  return [...node.entries.values()].filter(({ key }) => /^[^\s."'\\]+$/.test(key)).flatMap((
    { key, value },
  ) => [{ value: `${prefix}${key}` }, ...keysOf(value, `${prefix}${key}.`)]);
}

/** @param detailOf Describes an entry; undefined to omit it. */
function described<T>(entries: Entries<T>, detailOf: (value: T) => string | undefined): Candidate[] {
  return [...entries.values()].flatMap(({ name, value, pending }): Candidate[] => {
    if (value === undefined || pending) return [{ value: name }];
    const description = detailOf(value);
    return description === undefined ? [] : [{ value: name, description }];
  });
}

async function configuredHosts({ configurations, configSelection }: NamePorts): Promise<Candidate[]> {
  const { tree } = await configurations.load({ ...configSelection, lenient: true });
  return registryIntegrations(decodeAuth(tree)).flatMap(({ name, hosts }) =>
    hosts.map((value) => ({ value, description: name }))
  );
}

async function pinnedHosts({ pins }: NamePorts): Promise<Candidate[]> {
  return (await pins.survey()).pins.map((pin) => ({
    value: pin.host,
    description: `pinned to ${pinLabel(pin)}`,
  }));
}

async function dockerHosts({ docker }: NamePorts): Promise<Candidate[]> {
  const store = docker();
  const document = DockerConfigDocument.parse(await store.read(), store.path);
  return ecrHosts(document).map(({ host }) => ({ value: host, description: "known to Docker" }));
}
