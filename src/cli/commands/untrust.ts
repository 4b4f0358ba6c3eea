import { untrustFiles } from "../../app/config/trust_files.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import type { CliContext } from "../command/context.ts";
import { configSelection } from "../command/global_options.ts";

/** `atmos-ecr untrust` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [file] = io.operands;
  const { writer } = io;
  const results = await untrustFiles(file, configSelection(io.global), context.trust());
  if (writer.json) {
    return writer.data({
      files: results.map(({ file, changed }) => ({ file, trusted: false, changed })),
    });
  }
  if (results.length === 0) writer.info("No file in this configuration was trusted\n");
  for (const { file, changed } of results) {
    writer.info(`${escapeText(file)} ${changed ? "is no longer trusted" : "was not trusted"}\n`);
  }
}
