/**
 * Every place that the AWS CLI takes credentials from, by the adapters of this machine and the issuer that all commands use: the row's
 * principal is who answers.
 */
import { match, strictEqual } from "node:assert/strict";
import { Network } from "../../src/adapters/http/network.ts";
import { getCredential } from "../../src/app/credential/get_credential.ts";
import { resolveCacheKey } from "../../src/app/credential/locate_credential.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import { CREDENTIAL_SOURCES } from "../program/credential_sources.ts";
import { openSource } from "../program/opened_source.ts";
import { DEV, hostOf, World } from "../program/world.ts";
import { environmentIn } from "../support/helper_home.ts";
import { helperPorts } from "./helper_in_process.ts";

const HOST = hostOf(DEV);

for (const source of CREDENTIAL_SOURCES) {
  Deno.test({
    name: `a token is issued, and then found without the network, with credentials from: ${source.name}`,
    ignore: source.ignore ?? false,
    fn: async () => {
      await using world = await World.create("");
      await using opened = await openSource(source, world);
      const environment = environmentIn(world.sandbox, { ...world.aws.environment(), ...opened.env });
      using network = new Network(environment);
      const ports = helperPorts(environment, network);
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
