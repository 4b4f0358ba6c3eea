import { DockerConfigDocument } from "../../domain/docker/docker_config_document.ts";
import { ecrHosts } from "../../domain/docker/ecr_hosts.ts";
import {
  HELPER_SUFFIX,
  helperProgram,
  registrationOf,
  unregisterHelper,
} from "../../domain/docker/our_helper.ts";
import { pinSubject } from "../../domain/helper/pin_conflict.ts";
import { pinFinder, pinPlaces, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { registryIntegrations } from "../../domain/login/integration_targets.ts";
import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import { canonicalHost, type Registry } from "../../domain/registry/registry.ts";
import { type ConfigPorts, requireAuth } from "../config/load_auth.ts";
import { targetOfPin } from "../pins/pin_registry.ts";
import { checkHosts, type HostSelection } from "../targets/install_targets.ts";
import {
  readWiring,
  registrationChanges,
  type RegistrationPlan,
  type RegistrationPorts,
  type WiredRegistry,
} from "./helper_registration.ts";

/**
 * Plans to remove this program as the credential helper: Docker's configuration is changed first, then the pins are removed. Entries of
 * other helpers are kept.
 *
 * @param selection Hosts; `--all` for everything of this program, without a configuration; otherwise the registries of the configuration.
 */
export async function planUninstall(
  selection: HostSelection,
  ports: RegistrationPorts & ConfigPorts,
): Promise<RegistrationPlan> {
  checkHosts(selection);
  const before = await readWiring(ports);
  const { document } = before;
  const ofMachine = new Set(before.ofMachine);
  const isOwn = ({ host }: { readonly host: string | undefined }): boolean =>
    host === undefined || !ofMachine.has(host);
  const pins = before.pins.filter(isOwn);
  const faults = before.faults.filter(isOwn);
  const configured = selection.hosts.length > 0 || selection.all
    ? undefined
    : await configuredRegistries(ports);
  const registries = configured !== undefined
    ? configured.registries
    : selection.hosts.length > 0
    ? selection.hosts.map((host) => parseRegistry(host))
    : [
      ...ecrHosts(document).filter(({ host }) => registrationOf(document, host) === "ours"),
      ...[...pins, ...faults].flatMap(({ host }) => host === undefined ? [] : [parseRegistry(host)]),
    ];
  const hosts = [...new Set(registries.map(({ host }) => host))];
  const unpinned = unpinnedAt(document, hosts);
  const pinOf = pinFinder(pins);
  const notes: string[] = [];
  const planned = hosts.map((host): WiredRegistry => {
    const registration = registrationOf(document, host);
    const registry = parseRegistry(host);
    const pin = unpinned.has(canonicalHost(registry)) ? pinOf(registry) : undefined;
    const isFaulty = faults.some((fault) => fault.host === canonicalHost(registry));
    if (ofMachine.has(canonicalHost(registry))) {
      notes.push(`${host} remains pinned machine-wide: remove that pin as root if it is no longer needed`);
    }
    if (pin !== undefined && configured !== undefined && isOfOthers(pin, configured.sources)) {
      notes.push(`${host} was pinned to ${pinSubject(pin)}`);
    }
    const helper = document.credHelpers.get(host);
    if (registration === "taken" && helper) {
      notes.push(`Docker still uses ${helperProgram(helper)} for ${host}`);
    } else if (registration !== "taken" && document.credsStore === HELPER_SUFFIX) {
      notes.push(
        `Docker still uses ${helperProgram(HELPER_SUFFIX)} for ${host}, as credsStore in its config.json`,
      );
    }
    return {
      target: pin?.kind === "identity" ? targetOfPin(registry, pin) : { registry },
      changed: registration === "ours" || pin !== undefined || isFaulty,
    };
  });
  const after = {
    document: unregisterHelper(document, hosts),
    pins: before.pins.filter((pin) => !isOwn(pin) || !unpinned.has(pin.host)),
    faults: before.faults,
  };
  return {
    registries: planned,
    notes,
    changes: registrationChanges(before, after, ports),
    async apply(): Promise<void> {
      if (!planned.some(({ changed }) => changed)) return;
      await ports.docker.exclusively(async () => {
        // Another process may have registered another name of a registry meanwhile, or removed it.
        let written = document;
        await ports.docker.update((text) => {
          written = unregisterHelper(DockerConfigDocument.parse(text, ports.docker.path), hosts);
          return written.text;
        });
        await ports.pins.remove([...unpinnedAt(written, hosts)]);
      });
    },
  };
}

/**
 * The canonical hosts whose pins are not needed without these registrations: Docker may still use this program for another name of the
 * registry, which shares its pin.
 */
function unpinnedAt(document: DockerConfigDocument, hosts: readonly string[]): ReadonlySet<string> {
  const unregistered = new Set(hosts);
  const unpinned = new Set(hosts.map((host) => canonicalHost(parseRegistry(host))));
  for (const registry of ecrHosts(document)) {
    const { host } = registry;
    if (unregistered.has(host) || registrationOf(document, host) !== "ours") continue;
    unpinned.delete(canonicalHost(registry));
  }
  return unpinned;
}

/** The registries of the configuration, and its files as pins contain them. */
async function configuredRegistries(
  ports: ConfigPorts,
): Promise<{ readonly registries: readonly Registry[]; readonly sources: readonly string[] }> {
  const { auth, config } = await requireAuth(ports, {
    instead: "Specify the registries, remove all of them with --all",
  });
  return {
    registries: registryIntegrations(auth).flatMap(({ hosts }) => hosts).map((host) => parseRegistry(host)),
    sources: config.place.sources.map(({ file }) => file),
  };
}

/** Whether a pin comes from another configuration or from a profile. */
function isOfOthers(pin: RegistryPin, sources: readonly string[]): boolean {
  const places = pinPlaces(pin);
  return places.length > 0 && !places.some((place) => sources.includes(place));
}
