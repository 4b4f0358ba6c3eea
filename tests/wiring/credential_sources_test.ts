/**
 * Every place that the AWS CLI takes credentials from, by the adapters of this machine and the issuer that all commands use: the row's
 * principal is who answers.
 */
import { match, strictEqual } from "node:assert/strict";
import { SdkAmbientCredentials } from "../../src/adapters/aws/ambient/sdk_ambient_credentials.ts";
import { preloadSdk, SdkEcrTokens } from "../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { TokenFileCache } from "../../src/adapters/cache/token_file_cache.ts";
import { Network } from "../../src/adapters/http/network.ts";
import { systemDeadlines } from "../../src/adapters/system/system_deadlines.ts";
import { credentialSource } from "../../src/app/credential/credential_source.ts";
import { type CredentialPorts, getCredential } from "../../src/app/credential/get_credential.ts";
import { resolveCacheKey } from "../../src/app/credential/locate_credential.ts";
import { AmbientIssuer } from "../../src/app/credential/token_issuer.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import type { Environment } from "../../src/ports/process.ts";
import { pinSide } from "../../src/wiring/pins.ts";
import { CREDENTIAL_SOURCES } from "../program/credential_sources.ts";
import { openSource } from "../program/opened_source.ts";
import { DEV, hostOf, World } from "../program/world.ts";
import { environmentIn, tokensDirectory } from "../support/helper_home.ts";

const HOST = hostOf(DEV);

/** The helper's way to a token of the environment's credentials: the cache, otherwise AWS. */
function helperPorts(world: World, environment: Environment, network: Network): CredentialPorts {
  const clock = (): Date => new Date();
  const side = pinSide(environment);
  const cache = new TokenFileCache(tokensDirectory(world.sandbox), clock);
  const options = { environment, clock, network };
  const unused = (): Promise<never> =>
    Promise.reject(new Error("the environment's credentials need no identity"));
  return {
    ...side,
    clock,
    cache,
    locks: cache,
    deadlines: systemDeadlines(new AbortController().signal),
    source: async () => {
      await preloadSdk();
      return credentialSource({
        ...side,
        ambient: new AmbientIssuer(new SdkAmbientCredentials(options), new SdkEcrTokens(options)),
        issuer: unused,
        pods: unused,
      });
    },
  };
}

for (const source of CREDENTIAL_SOURCES) {
  Deno.test({
    name: `a token is issued, and then found without the network, with credentials from: ${source.name}`,
    ignore: source.ignore ?? false,
    fn: async () => {
      await using world = await World.create("");
      await using opened = await openSource(source, world);
      const environment = environmentIn(world.sandbox, { ...world.aws.environment(), ...opened.env });
      using network = new Network(environment);
      const ports = helperPorts(world, environment, network);
      const get = async (): Promise<string> => {
        const located = await resolveCacheKey(parseRegistry(HOST), undefined, ports);
        const credential = await getCredential(located, ports);
        strictEqual(credential.kind, "token");
        return credential.token.password.expose();
      };
      const password = await get();
      match(world.aws.describePassword(password)?.principal ?? "", opened.principal);
      const before = world.aws.requests.length;
      strictEqual(await get(), password);
      strictEqual(world.aws.requests.length, before);
      await opened.check?.();
    },
  });
}
