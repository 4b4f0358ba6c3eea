import { helperMissing } from "../../app/docker/install_helper.ts";
import { HELPER_SUFFIX, helperProgram } from "../../domain/docker/our_helper.ts";
import { DockerError } from "../../domain/errors/errors.ts";
import { parseHost } from "../../domain/registry/parse_host.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { HelperLink } from "../../ports/docker.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { HelperDependencies } from "../command/helper_dependencies.ts";
import type { RegistrationMode } from "./docker_registration.ts";
import type { Writer } from "../output/writer.ts";

/** What `--link` was given, and who can be asked where it was not. */
export interface LinkOptions {
  /** The directory; `true` for the option without one. */
  readonly link: string | true | undefined;
  /** Unless it is to be applied, nothing is written. */
  readonly mode: RegistrationMode;
  readonly prompter: Prompter;
  readonly writer: Writer;
}

/** The way to this program that is to be made before Docker is told of it. */
export interface PlannedLink {
  readonly link: HelperLink | undefined;
  /** Makes it. */
  create(): Promise<void>;
}

/** `--link HOST`: its directory is optional, so that a registry behind it would be taken for one. */
export function linkAndHosts(
  link: string | true | undefined,
  hosts: readonly string[],
): { readonly link: string | true | undefined; readonly hosts: readonly string[] } {
  return typeof link === "string" && parseHost(link) !== undefined
    ? { link: true, hosts: [link, ...hosts] }
    : { link, hosts };
}

/**
 * How Docker will find this program: as it does already, or by a link in a directory that is on the PATH, which is asked about on a
 * terminal where `--link` does not say it.
 *
 * @throws {DockerError} `DOCKER_HELPER_MISSING` when it would not; a warning with `--dry-run`.
 * @throws {UsageError} When the link cannot be made.
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
      writer.words(`${mode === "apply" ? "Created" : "Would create"} ${escapeText(link.path)}\n`);
    },
  };
}

/** The directory for a link that is wanted, or missing; undefined where there is none and nothing is to be written. */
async function chosenDirectory(
  links: HelperDependencies["links"],
  { link, mode, prompter }: LinkOptions,
): Promise<string | undefined> {
  const usual = await links.usualDirectory();
  if (link === true) {
    if (usual !== undefined) return usual;
    throw new DockerError(
      "DOCKER_HELPER_MISSING",
      "Cannot determine where to create the helper: no directory that you can write is on the PATH",
      { hint: await nowhereHint(links) },
    );
  }
  if (mode === "dry-run") return undefined;
  if (usual === undefined) throw helperMissing(await nowhereHint(links));
  if (mode === "check" || !prompter.interactive) throw helperMissing();
  const create = `create it in ${escapeText(usual)}`;
  const answer = await prompter.choose(
    `${helperProgram(HELPER_SUFFIX)} is not on the PATH, where Docker searches for it`,
    [
      { name: create },
      { name: "leave everything as it is" },
    ],
  );
  if (answer !== create) throw helperMissing();
  return usual;
}

/** What to do where this program can create the helper nowhere. */
async function nowhereHint(links: HelperDependencies["links"]): Promise<string> {
  const command = await links.manualCommand();
  return `${
    command === undefined ? "Add" : `Create it by \`${command}\`, or add`
  } ~/.local/bin to the PATH ` +
    "that Docker has, or give --link a directory that is there";
}
