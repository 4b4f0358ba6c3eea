import { type LoadedAuth, withIdentities } from "../../app/config/load_auth.ts";
import { isLoginNeeded, type LoginNeededPorts } from "../../app/docker/login_needed.ts";
import { asExpectedError } from "../../app/expected_error.ts";
import { selectionFlags } from "../../app/targets/selection.ts";
import { resolveChain } from "../../domain/identity/chain.ts";
import { isOwnIdentity } from "../../domain/login/integration_targets.ts";
import type { Target } from "../../domain/login/target.ts";
import { shellWord } from "../../domain/text/escape.ts";

/**
 * The user's next step after registries are installed, as a line of text: a login if one is needed, otherwise the first pull.
 *
 * @param targets The installed registries, at least one.
 * @param loaded The configuration of their identities.
 * @param ports Only called to look at an identity.
 */
export async function nextStep(
  targets: readonly Target[],
  loaded: LoadedAuth | undefined,
  ports: () => Promise<LoginNeededPorts>,
): Promise<string> {
  const seen = new Set<string | undefined>();
  for (const target of targets) {
    const { identity } = target;
    if (identity === undefined || loaded === undefined || seen.has(identity)) continue;
    seen.add(identity);
    if (await isMissing(identity, loaded, await ports())) {
      return `Next, log in: \`${loginWords(target, loaded)}\`\n`;
    }
  }
  return `Next, pull: \`docker pull ${targets[0]?.registry.host}/REPOSITORY:TAG\`\n`;
}

async function isMissing(identity: string, loaded: LoadedAuth, ports: LoginNeededPorts): Promise<boolean> {
  try {
    const { auth, config } = await withIdentities(loaded, [identity]);
    return await isLoginNeeded(resolveChain(auth, identity), config.realm.value, ports);
  } catch (error) {
    // Any failure will be reported by the pull.
    asExpectedError(error);
    return false;
  }
}

function loginWords(target: Target, { auth, selection }: LoadedAuth): string {
  const flags = selectionFlags(selection);
  const { integration, identity, registry } = target;
  return integration === undefined || !isOwnIdentity(auth, target)
    ? `atmos-ecr login ${registry.host} --identity ${shellWord(identity ?? "")}${flags}`
    : `atmos-ecr login ${shellWord(integration)}${flags}`;
}
