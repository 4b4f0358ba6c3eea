import type { Provider } from "../../domain/auth/model/auth_config.ts";
import { PROVIDER_KINDS } from "../../domain/auth/model/known_kinds.ts";
import { UsageError } from "../../domain/errors/errors.ts";
import { usableValues } from "../../domain/auth/model/names.ts";
import type { SelectionPorts } from "../targets/selected_targets.ts";
import { requireAuthOrProfile } from "../targets/profile_rescue.ts";
import { identityVariable } from "../targets/select_targets.ts";
import { providerOf, type SelectedProvider } from "./login_provider.ts";
import { identityOf, type SelectedIdentity, wantedIdentity } from "./select_identity.ts";

/** What `auth login` logs in to. */
export type SelectedLogin =
  | { readonly kind: "identity"; readonly selected: SelectedIdentity }
  | { readonly kind: "provider"; readonly selected: SelectedProvider };

/**
 * What a login without `--provider` logs in to: an identity as found by `selectIdentity`; if there are no identities and none is named, the
 * only provider, or one selected at a prompt.
 *
 * @param name `true` for `--identity` without a name.
 * @throws {AtmosEcrError} As `selectIdentity`.
 */
export async function selectLogin(
  name: string | true | undefined,
  ports: SelectionPorts,
): Promise<SelectedLogin> {
  const rescued = await requireAuthOrProfile({ identity: wantedIdentity(name, ports) }, ports);
  const { auth, config } = rescued.loaded;
  const providers = usableValues(auth.providers).filter(({ kind }) => PROVIDER_KINDS.ours.includes(kind));
  const isNamed = name !== undefined || (identityVariable(config, ports) ?? "") !== "";
  if (isNamed || auth.identities.size > 0 || auth.providers.size === 0) {
    const instead = auth.providers.size > 0 ? ["--provider NAME", "--tags TAGS"] : ["--tags TAGS"];
    return { kind: "identity", selected: await identityOf(name, rescued, { ...ports, instead }) };
  }
  const broken = [...auth.providers.values()].find(({ value }) => value === undefined);
  const provider = providers.length === 0 && broken !== undefined
    ? broken.name
    : await chooseProvider(providers, ports);
  return { kind: "provider", selected: await providerOf(provider, rescued) };
}

async function chooseProvider(
  providers: readonly Provider[],
  { prompter }: SelectionPorts,
): Promise<string> {
  const [only, ...others] = providers;
  if (only !== undefined && others.length === 0) return only.name;
  if (only !== undefined && prompter.interactive) {
    return await prompter.choose(
      "Which provider?",
      providers.map(({ name, kind }) => ({ name, detail: kind })),
    );
  }
  throw new UsageError("No provider specified, and atmos.yaml has no identities", {
    code: "SELECTION_REQUIRED",
    hint: only === undefined
      ? "Add an entry to auth.identities first"
      : `Specify --provider NAME (${providers.slice(0, 8).map(({ name }) => name).join(", ")})`,
  });
}
