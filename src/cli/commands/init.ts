import type { Command } from "commander";
import { type InitFlags, initRequest } from "../../app/init/init_request.ts";
import { type PreparedInit, prepareInit } from "../../app/init/prepare_init.ts";
import { writeInit } from "../../app/init/write_init.ts";
import { CancelledError } from "../../domain/errors/errors.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import { collect, configSelection, globalOptions } from "../command/global_options.ts";
import { addExamples, type HelpRow } from "../help/help_sections.ts";
import { findingText } from "../output/findings.ts";
import { Writer } from "../output/writer.ts";

const EXAMPLES: readonly HelpRow[] = [
  ["atmos-ecr init", "by questions"],
  [
    "atmos-ecr init --sso-start-url https://acme.awsapps.com/start --sso-region us-east-1 --account 123456789012 --permission-set Developer --region eu-west-1",
    "",
  ],
  ["atmos-ecr init --from-aws-profiles work --region eu-west-1", ""],
  ["atmos-ecr init --from-aws-profiles --region eu-west-1 --stdout", "print it, and write nothing"],
];

const WRITE = "write it";
const INSTALL = "let Docker ask atmos-ecr by itself: docker install";
const LOGIN = "log Docker in now: login --all";
const NOTHING = "nothing";

interface InitOptions extends InitFlags {
  readonly stdout?: true;
  readonly device?: true;
}

/**
 * `atmos-ecr init`
 *
 * @param run Runs another command of this program, by its arguments.
 */
export function addInitCommand(
  program: Command,
  context: CliContext,
  { setExitCode, run }: {
    readonly setExitCode: (code: number) => void;
    readonly run: (args: readonly string[]) => Promise<number>;
  },
): void {
  addExamples(program.command("init"), EXAMPLES)
    .summary("write a first configuration")
    .description(
      "Writes the auth section of an atmos.yaml: from a start URL of IAM Identity Center, from the profiles of the AWS files, or by " +
        "questions on a terminal. The registries are those of each account in each --region, unless --registry names others; the first " +
        "identity is the default. A file without the section keeps every byte, and one that has it is left alone.",
    )
    .option("--sso-start-url <url>", "begin from this start URL of IAM Identity Center")
    .option("--sso-region <region>", "the region of IAM Identity Center")
    .option("--account <id>", "an account, with the --permission-set at the same place (repeatable)", collect)
    .option("--permission-set <name>", "a permission set in it (repeatable)", collect)
    .option(
      "--from-aws-profiles [name...]",
      "begin from profiles of the AWS files; without names, all of them",
    )
    .option("--region <region>", "a region of the registries (repeatable)", collect)
    .option("--registry <host>", "a registry by its host (repeatable)", collect)
    .option("--stdout", "print the section, and write nothing")
    .option("--device", "log in to IAM Identity Center by a code, on whatever device has a browser")
    .action(async (options: InitOptions, command: Command) => {
      const writer = new Writer(context, command);
      const global = globalOptions(command);
      const selection = configSelection(global);
      const ports = context.init({ device: options.device === true }, writer);
      const sectionOnly = options.stdout === true;
      const prepared = await prepareInit(initRequest(options), ports, { selection, sectionOnly });
      for (const note of prepared.notes) writer.warning(note);
      const { file } = prepared;
      if (file === undefined) return showSection(prepared, writer);
      const asks = context.prompter.interactive && !writer.json;
      if (!writer.json) showAddition(prepared, writer);
      if (asks) await confirm(file.path, context);
      const validated = await writeInit(prepared, selection, ports);
      const valid = validated?.valid !== false;
      setExitCode(valid ? EXIT_CODES.ok : EXIT_CODES.usage);
      if (writer.json) return writer.data({ ...initJson(prepared), valid });
      writer.words(`${file.before === undefined ? "Wrote" : "Added to"} ${escapeText(file.path)}\n`);
      if (!valid || validated === undefined) {
        return writer.failure((validated?.problems ?? []).map(findingText).join(""));
      }
      writer.problems(validated.problems);
      if (!asks) {
        return writer.words(
          "Next, `atmos-ecr docker install` lets Docker ask by itself, and `atmos-ecr login --all` logs it in\n",
        );
      }
      // Where the file is has been decided; the working directory, too.
      const place = [
        ...selection.configFiles.flatMap((one) => ["--config", one]),
        ...selection.configDirectories.flatMap((one) => ["--config-path", one]),
        "-C",
        ".",
      ];
      const next = await offer(context);
      if (next.length > 0) setExitCode(await run([...next, ...place]));
    });
}

function showSection(prepared: PreparedInit, writer: Writer): void {
  if (writer.json) writer.data(initJson(prepared));
  else writer.text(prepared.section);
}

function showAddition({ file, section }: PreparedInit, writer: Writer): void {
  if (file === undefined) return;
  const verb = file.before === undefined ? "A new" : "At the end of";
  writer.words(`${verb} ${escapeText(file.path)}:\n\n`);
  writer.words(`${section.replaceAll(/[^\n]+/g, (line) => `  ${escapeText(line)}`)}\n`);
}

async function confirm(path: string, { prompter }: CliContext): Promise<void> {
  const answer = await prompter.choose(`Write ${path}?`, [{ name: WRITE }, { name: NOTHING }]);
  if (answer !== WRITE) throw new CancelledError("Cancelled: nothing was written");
}

/** @returns The arguments of the next command; none for nothing. */
async function offer({ prompter }: CliContext): Promise<readonly string[]> {
  switch (await prompter.choose("And now?", [{ name: INSTALL }, { name: LOGIN }, { name: NOTHING }])) {
    case INSTALL:
      return ["docker", "install"];
    case LOGIN:
      return ["login", "--all"];
    default:
      return [];
  }
}

function initJson({ file, section, identities, hosts }: PreparedInit): Record<string, unknown> {
  return { file: file?.path ?? null, identities, registries: hosts, text: section };
}
