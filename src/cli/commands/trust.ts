import { type Trustable, trustableFiles, trustFile, untrustFiles } from "../../app/config/trust_files.ts";
import { formatPosition } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";

/** `atmos-ecr trust` */
export async function trust(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [file] = io.operands;
  const options = io.options<{ readonly yes?: true }>();
  const { writer } = io;
  const ports = context.trust();
  const trustable = await trustableFiles(file, io.configSelection, ports);
  // Shown before anything is recorded, even if that fails.
  if (!writer.json) writer.info(trustable.map(effectsText).join(""));
  if (!writer.json && options.yes !== true && !await isConfirmed(trustable, context)) {
    return writer.info("Nothing was trusted\n");
  }
  for (const one of trustable) await trustFile(one, ports.records);
  if (writer.json) return writer.data({ files: trustable.map(trustableJson) });
  for (const { text } of trustable) writer.info(`Trusted the current content of ${escapeText(text.file)}\n`);
}

/** Asks for confirmation on a terminal; without one, the command itself is the confirmation. */
async function isConfirmed(trustable: readonly Trustable[], { prompter }: CliContext): Promise<boolean> {
  if (!prompter.interactive || trustable.every(({ directives }) => directives.length === 0)) return true;
  return await prompter.choose("Trust this?", [{ name: "no" }, { name: "yes" }]) === "yes";
}

function effectsText({ text: { file }, directives }: Trustable): string {
  if (directives.length === 0) return `${escapeText(file)} contains nothing that requires trust\n`;
  const lines = directives.map(({ effect, position }) =>
    `  ${position === undefined ? "" : `${escapeText(formatPosition(position))}: `}${effect}\n`
  );
  return `Trusting ${escapeText(file)} allows this:\n${lines.join("")}`;
}

function trustableJson({ text: { file, paths }, directives }: Trustable): unknown {
  return {
    file,
    path: paths[0] ?? null,
    trusted: true,
    directives: directives.map(({ kind, effect, position = null }) => ({ kind, effect, position })),
  };
}

/** `atmos-ecr untrust` */
export async function untrust(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const [file] = io.operands;
  const { writer } = io;
  const results = await untrustFiles(file, io.configSelection, context.trust());
  if (writer.json) {
    return writer.data({ files: results.map(({ file, changed }) => ({ file, trusted: false, changed })) });
  }
  if (results.length === 0) writer.info("No file in this configuration was trusted\n");
  for (const { file, changed } of results) {
    writer.info(`${escapeText(file)} ${changed ? "is no longer trusted" : "was not trusted"}\n`);
  }
}
