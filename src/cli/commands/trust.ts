import type { Command } from "commander";
import { type Trustable, trustableFiles, trustFile, untrustFiles } from "../../app/config/trust_files.ts";
import { formatPosition } from "../../domain/errors/source_position.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { configSelection, globalOptions } from "../command/global_options.ts";
import { Writer } from "../output/writer.ts";

const TRUST_EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr trust", "the files of the configuration that need it"],
  ["atmos-ecr trust atmos.yaml", "one file, as it is now"],
];

const UNTRUST_EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr untrust", "all files of the configuration"],
  ["atmos-ecr untrust atmos.yaml", "one file"],
];

/** `atmos-ecr trust` and `atmos-ecr untrust` */
export function addTrustCommands(program: Command, context: CliContext): void {
  addExamples(program.command("trust"), TRUST_EXAMPLES)
    .summary("let a file run programs")
    .description(
      "Trusts a file as it is now, after showing what that allows it: to run programs, to fetch files, to send requests elsewhere than " +
        "to AWS. When the file changes it is trusted no more. Files that are plain data need no trust.",
    )
    .argument("[file]", "the file; those of the configuration that need trust when absent")
    .option("-y, --yes", "do not ask for confirmation")
    .action(async (file: string | undefined, options: { readonly yes?: true }, command: Command) => {
      const writer = new Writer(context, command);
      const ports = context.trust();
      const trustable = await trustableFiles(file, configSelection(globalOptions(command)), ports);
      // Said before anything is recorded, and even if that fails.
      if (!writer.json) writer.words(trustable.map(effectsText).join(""));
      if (!writer.json && options.yes !== true && !await isConfirmed(trustable, context)) {
        return writer.words("Nothing was trusted\n");
      }
      for (const one of trustable) await trustFile(one, ports.records);
      if (writer.json) return writer.data({ files: trustable.map(trustableJson) });
      for (const { text } of trustable) writer.words(`Trusted ${escapeText(text.file)} as it is now\n`);
    });
  addExamples(program.command("untrust"), UNTRUST_EXAMPLES)
    .summary("take that back")
    .description("Takes the trust in a file back.")
    .argument("[file]", "the file; all of the configuration when absent")
    .action(async (file: string | undefined, _options: unknown, command: Command) => {
      const writer = new Writer(context, command);
      const results = await untrustFiles(file, configSelection(globalOptions(command)), context.trust());
      if (writer.json) {
        return writer.data({
          files: results.map(({ file, changed }) => ({ file, trusted: false, changed })),
        });
      }
      if (results.length === 0) writer.words("No file of this configuration was trusted\n");
      for (const { file, changed } of results) {
        writer.words(`${escapeText(file)} ${changed ? "is trusted no more" : "was not trusted"}\n`);
      }
    });
}

/** Lets the person at a terminal confirm what was shown; without one, the command itself is the confirmation. */
async function isConfirmed(trustable: readonly Trustable[], { prompter }: CliContext): Promise<boolean> {
  if (!prompter.interactive || trustable.every(({ directives }) => directives.length === 0)) return true;
  return await prompter.choose("Trust this?", [{ name: "no" }, { name: "yes" }]) === "yes";
}

function effectsText({ text: { file }, directives }: Trustable): string {
  if (directives.length === 0) return `${escapeText(file)} does nothing that needs trust\n`;
  const lines = directives.map(({ effect, position }) =>
    `  ${position === undefined ? "" : `${escapeText(formatPosition(position))}: `}${effect}\n`
  );
  return `${escapeText(file)} will be allowed what it says here:\n${lines.join("")}`;
}

function trustableJson({ text: { file, paths }, directives }: Trustable): unknown {
  return {
    file,
    path: paths[0] ?? null,
    trusted: true,
    directives: directives.map(({ kind, effect, position }) => ({
      kind,
      effect,
      position: position ?? null,
    })),
  };
}
