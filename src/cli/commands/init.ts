import { type InitFlags, initRequest } from "../../app/init/init_request.ts";
import { type PreparedInit, prepareInit, writeInit } from "../../app/init/prepare_init.ts";
import { EXIT_CODES } from "../../domain/errors/error_codes.ts";
import { CancelledError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { findingText } from "../output/errors.ts";

const WRITE = "write it";
const LEAVE = "write nothing";
const INSTALL = "install the Docker credential helper: docker install";
const LOGIN = "log Docker in now: login --all";
const NOTHING = "nothing";

interface InitOptions extends InitFlags {
  readonly stdout?: true;
  readonly device?: true;
}

/** `atmos-ecr init` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<InitOptions>();
  const { writer, configSelection } = io;
  const ports = { ...await context.init({ device: options.device === true }, writer), configSelection };
  const sectionOnly = options.stdout === true;
  const prepared = await prepareInit(initRequest(options), ports, sectionOnly);
  writer.warnings(prepared.notes);
  const { file } = prepared;
  if (file === undefined) {
    return writer.json ? writer.data(initJson(prepared)) : writer.text(prepared.section);
  }
  const asks = context.prompter.interactive && !writer.json;
  if (!writer.json) {
    writer.info(`${file.before === undefined ? "A new" : "At the end of"} ${escapeText(file.path)}:\n\n`);
    writer.info(`${prepared.section.replaceAll(/[^\n]+/g, (line) => `  ${escapeText(line)}`)}\n`);
  }
  if (asks) await confirm(file.path, context);
  const validated = await writeInit(prepared, ports);
  const valid = validated?.valid !== false;
  const exitCode = valid ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (writer.json) {
    writer.data({ ...initJson(prepared), valid });
    return exitCode;
  }
  writer.info(`${file.before === undefined ? "Wrote" : "Added to"} ${escapeText(file.path)}\n`);
  if (!valid || validated === undefined) {
    writer.error((validated?.problems ?? []).map(findingText).join(""));
    return exitCode;
  }
  writer.problems(validated.problems);
  if (!asks) {
    return writer.info(
      "Next, run `atmos-ecr docker install` to install the credential helper, or `atmos-ecr login --all` to log Docker in\n",
    );
  }
  // The file is already determined. A relative directory would be looked for in itself.
  const { cwd } = context.environment;
  const isElsewhere = (configSelection.chdir ?? context.environment.get("ATMOS_CHDIR") ?? "") !== "";
  const place = [
    ...configSelection.configFiles.flatMap((one) => ["--config", one]),
    ...configSelection.configDirectories.flatMap((one) => ["--config-path", one]),
    ...(isElsewhere ? ["--chdir", cwd] : []),
  ];
  const next = await offer(context);
  if (next.length > 0) return await io.runCommand([...next, ...place]);
}

async function confirm(path: string, { prompter }: CliContext): Promise<void> {
  const answer = await prompter.choose(`Write ${path}?`, [{ name: WRITE }, { name: LEAVE }]);
  if (answer !== WRITE) throw new CancelledError("Cancelled: nothing was written");
}

/** @returns The arguments of the next command; empty for none. */
async function offer({ prompter }: CliContext): Promise<readonly string[]> {
  switch (await prompter.choose("What next?", [{ name: INSTALL }, { name: LOGIN }, { name: NOTHING }])) {
    case INSTALL:
      return ["docker", "install"];
    case LOGIN:
      return ["login", "--all"];
    default:
      return [];
  }
}

function initJson({ file, section, identities, hosts }: PreparedInit): object {
  return { file: file?.path ?? null, identities, registries: hosts, text: section };
}
