/** Uses the library as a script does, with nothing replaced: `HOST DOCKER_DIRECTORY`. Prints what came of it in one line of JSON. */
import { join } from "node:path";
import { createClient, getToken, resolveRegistry } from "../../src/mod.ts";

const [host = "", docker = ""] = Deno.args;
const options = { cwd: Deno.cwd(), dockerConfig: docker };
const token = await getToken(host, options);
const { identity, integration } = await resolveRegistry(host, {
  ...options,
  config: join(Deno.cwd(), "atmos.yaml"),
});
const outcomes = await createClient().login(["dev/ecr"], options);
const said = JSON.stringify({
  // The fake AWS knows what it is, and nobody else takes it.
  password: token.password,
  resolved: [identity, integration],
  statuses: outcomes.map(({ status }) => status),
});
await Deno.stdout.write(new TextEncoder().encode(`${said}\n`));
