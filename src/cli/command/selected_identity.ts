import { type SelectedIdentity, selectIdentity } from "../../app/auth/select_identity.ts";
import type { CliContext } from "./context.ts";
import type { CommandIo } from "./define_command.ts";
import { namedIdentity } from "./identity_options.ts";
import { selectionPorts } from "./selection_options.ts";

/**
 * The identity that a command uses, as selected by `--identity`. Prints the notes of the configuration.
 *
 * @throws {AtmosEcrError} As {@linkcode selectIdentity}.
 */
export async function selectedIdentity(io: CommandIo, context: CliContext): Promise<SelectedIdentity> {
  const selected = await selectIdentity(namedIdentity(undefined, io), selectionPorts(io, context));
  const { loaded: { config, files }, problems } = selected;
  io.writer.configuration(files, problems, config.logsLevel?.value);
  return selected;
}
