/**
 * One of many processes that log in at once: adds each host of its arguments to the configuration in the directory of its first
 * argument, one write after another. Says `CODE: message` and ends with 1 when that fails.
 *
 * @module
 */
import { DockerConfigFile } from "../../../src/adapters/docker/docker_config_file.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";

const [directory = "", ...hosts] = Deno.args;
const store = new DockerConfigFile(directory);
try {
  for (const host of hosts) {
    await store.update((text) =>
      DockerConfigDocument.parse(text, store.path).setAuths([[host, "dXNlcjpleGFtcGxl"]]).text
    );
  }
} catch (error) {
  const said = error instanceof AtmosEcrError ? `${error.code}: ${error.message}` : String(error);
  await Deno.stderr.write(new TextEncoder().encode(said));
  Deno.exit(1);
}
