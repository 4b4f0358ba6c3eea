import { helperMissing } from "../../app/docker/install_helper.ts";
import { HELPER_SUFFIX, helperProgram } from "../../domain/docker/our_helper.ts";
import { DockerError } from "../../domain/errors/errors.ts";
import { parseHost } from "../../domain/registry/registry.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { HelperLink } from "../../ports/docker.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { HelperDependencies } from "../command/dependencies.ts";
import type { Writer } from "../output/writer.ts";
import type { RegistrationMode } from "./docker_registration.ts";

/** The value of `--link`, and who to prompt without it. */
export interface LinkOptions {
  /** The directory; `true` for the option without one. */
  readonly link: string | true | undefined;
  /** Nothing is written unless this is `apply`. */
  readonly mode: RegistrationMode;
  readonly prompter: Prompter;
  readonly writer: Writer;
}

/** The link to create before the helper is registered with Docker. */
export interface PlannedLink {
  readonly link: HelperLink | undefined;
  create(): Promise<void>;
}

/** Handles `--link HOST`: the directory is optional, so the parser takes a host after it for the directory. */
export function linkAndHosts(
  link: string | true | undefined,
  hosts: readonly string[],
): { readonly link: string | true | undefined; readonly hosts: readonly string[] } {
  return typeof link === "string" && parseHost(link) !== undefined
    ? { link: true, hosts: [link, ...hosts] }
    : { link, hosts };
}

/**
 * How Docker will find this program: on the PATH already, or by a link in a directory on the PATH. Without `--link`, prompts for it on a
 * terminal.
 *
 * @throws {DockerError} `DOCKER_HELPER_MISSING` if it would not be found; a warning with `--dry-run`.
 * @throws {UsageError} If the link cannot be created.
 */
export async function planLink(
  { links, programs }: HelperDependencies,
  options: LinkOptions,
): Promise<PlannedLink> {
  const { mode, writer } = options;
  const isThere = await programs.find(HELPER_SUFFIX) !== undefined;
  const directory = typeof options.link === "string"
    ? options.link
    : options.link === true || !isThere
    ? await chosenDirectory(links, options)
    : undefined;
  const link = directory === undefined ? undefined : await links.check(directory);
  if (link === undefined && !isThere) writer.warning(helperMissing().message);
  return {
    link,
    async create(): Promise<void> {
      if (link?.changed !== true || directory === undefined) return;
      if (mode === "apply") await links.create(directory);
      writer.info(`${mode === "apply" ? "Created" : "Would create"} ${escapeText(link.path)}\n`);
    },
  };
}

/** The directory of the link to create; undefined if there is none and nothing is to be written. */
async function chosenDirectory(
  links: HelperDependencies["links"],
  { link, mode, prompter }: LinkOptions,
): Promise<string | undefined> {
  const directory = await links.defaultDirectory();
  if (link === true) {
    if (directory !== undefined) return directory;
    throw new DockerError(
      "DOCKER_HELPER_MISSING",
      "Cannot determine where to create the helper: no directory on the PATH is writable",
      { hint: await nowhereHint(links) },
    );
  }
  if (mode === "dry-run") return undefined;
  if (directory === undefined) throw helperMissing(await nowhereHint(links));
  if (mode === "check" || !prompter.interactive) throw helperMissing();
  const create = `create it in ${escapeText(directory)}`;
  const answer = await prompter.choose(
    `${helperProgram(HELPER_SUFFIX)} is not on the PATH, where Docker looks for it`,
    [{ name: create }, { name: "change nothing" }],
  );
  if (answer !== create) throw helperMissing();
  return directory;
}

/** The hint if this program cannot create the helper in any directory. */
async function nowhereHint(links: HelperDependencies["links"]): Promise<string> {
  const command = await links.manualCommand();
  return `${command === undefined ? "Add" : `Run \`${command}\`, or add`} ~/.local/bin to the PATH ` +
    "of Docker, or pass --link an existing directory on it";
}
