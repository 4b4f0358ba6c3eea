/**
 * One of many processes that log in at once: adds the hosts of its arguments to the configuration in the directory of its first
 * argument, one write after another, or with `--parallel` before the directory all at once. Says `CODE: message` and ends with 1 when
 * that fails.
 *
 * @module
 */
import { DockerConfigFile } from "../../../src/adapters/docker/docker_config_file.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";

const isParallel = Deno.args[0] === "--parallel";
const [directory = "", ...hosts] = Deno.args.slice(isParallel ? 1 : 0);
const store = new DockerConfigFile(directory);
const add = (host: string): Promise<boolean> =>
  store.update((text) =>
    DockerConfigDocument.parse(text, store.path).setAuths([[host, "dXNlcjpleGFtcGxl"]]).text
  );
try {
  if (isParallel) await Promise.all(hosts.map(add));
  else for (const host of hosts) await add(host);
} catch (error) {
  const said = error instanceof AtmosEcrError ? `${error.code}: ${error.message}` : String(error);
  await Deno.stderr.write(new TextEncoder().encode(said));
  Deno.exit(1);
}
