import { validateAuth } from "../../domain/auth/validate/validate_auth.ts";
import { problemError } from "../../domain/config/problem.ts";
import type { AuthDraft } from "../../domain/init/auth_draft.ts";
import { draftIntegrations, type WantedRegistries } from "../../domain/init/draft_integrations.ts";
import { sectionText } from "../../domain/init/section_text.ts";
import { validateConfig, type ValidatedConfig } from "../config/validate_config.ts";
import { askRegions, askRegistries } from "./ask_texts.ts";
import { chooseSource } from "./choose_source.ts";
import { gatherProfiles, withAccounts } from "./gather_profiles.ts";
import { gatherSso } from "./gather_sso.ts";
import { type InitFile, initFile, withAddition } from "./init_file.ts";
import type { InitPorts } from "./init_ports.ts";
import type { InitRequest } from "./init_request.ts";

/** A first configuration that is not written yet. */
export interface PreparedInit {
  readonly section: string;
  /** Where it goes, and what the file will contain; undefined if only the section is wanted. */
  readonly file: (InitFile & { readonly after: string }) | undefined;
  readonly identities: readonly string[];
  readonly hosts: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Creates a first `auth` section from what was given, and prompts for the rest on a terminal. Writes nothing.
 *
 * @param sectionOnly Do not read any file.
 * @throws {UsageError} `USAGE` if there already is an `auth` section; `SELECTION_REQUIRED` if a choice is required without a terminal.
 */
export async function prepareInit(
  request: InitRequest,
  ports: InitPorts,
  sectionOnly: boolean,
): Promise<PreparedInit> {
  // Before any prompt, which would be pointless.
  const file = sectionOnly ? undefined : await initFile(ports);
  const isAsked = request.source === undefined;
  const source = request.source ?? await chooseSource(ports);
  const gathered = source.kind === "sso"
    ? { draft: await gatherSso(source, ports), notes: [] }
    : await gatherProfiles(source.names, ports);
  const wanted = await wantedRegistries(gathered.draft, request, { ports, isAsked });
  const draft = wanted.registries.length > 0
    ? gathered.draft
    : await withAccounts(gathered.draft, wanted.regions, ports);
  const { integrations, hosts, notes } = draftIntegrations(draft, wanted);
  const section = sectionText(draft, integrations);
  const place = file ?? { path: "atmos.yaml", before: undefined, tree: undefined };
  const { after, tree } = await withAddition(place, section, ports.drafts);
  const error = validateAuth(tree).find(({ severity }) => severity === "error");
  if (error !== undefined) throw problemError(error);
  return {
    section,
    file: file === undefined ? undefined : { ...file, after },
    identities: draft.chosen,
    hosts,
    notes: [...gathered.notes, ...notes],
  };
}

/** Writes what was prepared, and reads it back like every command does. @throws {EnvironmentError} `OUTPUT_UNWRITABLE`. */
export async function writeInit(
  { file }: PreparedInit,
  ports: Pick<InitPorts, "drafts" | "configurations" | "configSelection">,
): Promise<ValidatedConfig | undefined> {
  if (file === undefined) return undefined;
  await ports.drafts.write(file.path, file.after, file.before);
  return await validateConfig(ports);
}

/** The accounts' own registries, as opposed to named ones. */
const OF_ACCOUNTS = "the registries of these accounts";
const BY_HOST = "other registries, by host";

async function wantedRegistries(
  { identities, chosen }: AuthDraft,
  { regions, registries }: InitRequest,
  { ports, isAsked }: { readonly ports: InitPorts; readonly isAsked: boolean },
): Promise<WantedRegistries> {
  const { prompter } = ports;
  if (!prompter.interactive || registries.length > 0) return { regions, registries };
  if (isAsked) {
    const answer = await prompter.choose("Which registries?", [
      { name: OF_ACCOUNTS, detail: "one per region" },
      { name: BY_HOST },
    ]);
    if (answer === BY_HOST) return { regions, registries: await askRegistries(ports) };
  }
  const isKnown = identities.every(({ name, region }) => region !== undefined || !chosen.includes(name));
  return { regions: regions.length > 0 || isKnown ? regions : await askRegions(ports), registries };
}
