import { dirname, join, relative } from "node:path";
import { type Origin, positionOf } from "../../../domain/config/origin.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { notTrusted, trustHint } from "../../../domain/trust/trusted_files.ts";
import type { TrustRecords } from "../../../ports/config.ts";
import type { ConfigFiles } from "./config_files.ts";
import { EVERYONE } from "./file_access.ts";
import { fileError } from "./file_problems.ts";
import { isBelow } from "./project_paths.ts";
import { isRemote } from "./remote_url.ts";

/** Which files may do what plain data cannot, and which may be read without being named. */
export class FileTrust {
  readonly #files: ConfigFiles;
  readonly #records: TrustRecords | undefined;
  readonly #variable: (name: string) => string | undefined;
  readonly #known = new Map<string, boolean>();
  /** By file, the files that led to it. */
  readonly #leaders = new Map<string, Set<string>>();

  /**
   * @param records Absent if nothing was ever trusted.
   * @param variable Reads a variable of the real environment: no file may set one that grants trust.
   */
  constructor(
    files: ConfigFiles,
    records: TrustRecords | undefined,
    variable: (name: string) => string | undefined,
  ) {
    this.#files = files;
    this.#records = records;
    this.#variable = variable;
  }

  /** Whether `ATMOS_ECR_TRUST=all` trusts everything for this run. */
  get everything(): boolean {
    return this.#variable("ATMOS_ECR_TRUST") === "all";
  }

  /**
   * Records that one file led to another: by an import, by an include, or by naming profiles. A file is trusted no more than the file that
   * led to it: otherwise, a hostile repository could run a trusted file of another project.
   *
   * @param from The place that led there; only files matter.
   * @param to Absolute.
   */
  lead(from: Origin, to: string): void {
    const path = this.#files.pathOf(from);
    if (path === undefined || path === to) return;
    const leaders = this.#leaders.get(to) ?? new Set();
    this.#leaders.set(to, leaders.add(path));
  }

  /** Whether another file led to the file of an origin. */
  isLedTo(origin: Origin): boolean {
    const path = this.#files.pathOf(origin);
    return path !== undefined && this.#leaders.has(path);
  }

  /** Whether a file is trusted with exactly the content that was read, and so is everything that led to it. @param path Absolute. */
  async isTrusted(path: string): Promise<boolean> {
    return await this.#untrusted(path) === undefined;
  }

  /** The file that prevents trust in a file: itself, otherwise one that led to it. Undefined if it is trusted. */
  async #untrusted(path: string): Promise<string | undefined> {
    if (this.everything) return undefined;
    for (const file of this.#withLeaders(path)) {
      if (isRemote(file) || !await this.#isRecorded(file)) return file;
    }
    return undefined;
  }

  /** The display path of the file that led to the file of an origin and prevents trust in it; undefined if there is none. */
  async untrustedLeader(origin: Origin): Promise<string | undefined> {
    const path = this.#files.pathOf(origin);
    const file = path === undefined ? undefined : await this.#untrusted(path);
    return file === undefined || file === path || isRemote(file) ? undefined : this.#files.shown(file);
  }

  /** A file, and all files that led to it. */
  #withLeaders(path: string): Set<string> {
    const all = new Set([path]);
    for (const file of all) for (const leader of this.#leaders.get(file) ?? []) all.add(leader);
    return all;
  }

  async #isRecorded(path: string): Promise<boolean> {
    if (this.#records === undefined) return false;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const content = await this.#files.content(path);
    let answer = false;
    for (const name of await this.#namesOf(path)) answer ||= await this.#records.isTrusted(name, content);
    this.#known.set(path, answer);
    return answer;
  }

  /**
   * The names under which a file may be trusted: as it was reached, and without links above the project. A link inside the project is a
   * name of its own, since the project's author created it.
   */
  async #namesOf(path: string): Promise<readonly string[]> {
    const files = this.#files;
    const root = commonDirectory(path, files.directory);
    const [real, realRoot] = [await files.realPath(path), await files.realPath(root)];
    return real === join(realRoot, relative(root, path)) ? [...new Set([path, real])] : [path];
  }

  /** The directory of the file of an origin; undefined if it is not a local file. */
  directoryOf(origin: Origin): string | undefined {
    const path = this.#files.pathOf(origin);
    return path === undefined || isRemote(path) ? undefined : dirname(path);
  }

  /** Whether the content of a file is trusted; values that do not come from a file always are. */
  async isTrustedOrigin(origin: Origin): Promise<boolean> {
    if (origin.kind !== "file" || this.everything) return true;
    const path = this.#files.pathOf(origin);
    return path !== undefined && await this.isTrusted(path);
  }

  /**
   * The error of something that an untrusted file must not do.
   *
   * @param failed What was not done: `Cannot evaluate "!exec"`.
   * @param reason What it would do: `it runs a program`.
   */
  async refusal(failed: string, reason: string, origin: Origin): Promise<ConfigError> {
    const file = origin.kind === "file" ? origin.file : "this";
    const leader = await this.untrustedLeader(origin);
    const [state, hint] = isRemote(this.#files.pathOf(origin) ?? "")
      ? [
        "remote files are never trusted to do that",
        "Download the file, read it, and import the local copy",
      ]
      : [notTrusted(file, leader), trustHint(leader ?? file)];
    return fileError("CONFIG_UNTRUSTED", `${failed}: ${reason}, and ${state}`, { hint, origin });
  }

  /**
   * Why a file that was not named explicitly must not be read: it, a directory of the project on the way to it, or a link there belongs to
   * a user other than the current one (with `sudo`, also the one who ran it) and root; or others may write to it. Anyone can put a file
   * into a shared directory such as `/tmp`.
   *
   * Reference: the check of git since CVE-2022-24765, https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
   *
   * @returns undefined if it may be read: it has a valid owner, or is trusted, or files have no owners here.
   */
  async ownerFault(path: string): Promise<string | undefined> {
    const fault = await this.#foreignOwner(path);
    return fault === undefined || await this.isTrusted(path) ? undefined : fault;
  }

  /** As {@linkcode ownerFault} for a directory, which cannot be trusted by its content. */
  async directoryFault(path: string): Promise<string | undefined> {
    return this.everything ? undefined : await this.#foreignOwner(path);
  }

  /**
   * Fails for a file that must not be read: see {@linkcode ownerFault}.
   *
   * @param from The reference to it, if there is one.
   * @throws {ConfigError} `CONFIG_UNTRUSTED`, at the reference.
   */
  async requireOwner(path: string, from?: Origin): Promise<void> {
    const fault = isRemote(path) ? undefined : await this.ownerFault(path);
    if (fault !== undefined) throw this.foreign(path, fault, from);
  }

  /** The error of a file that must not be read. @param fault See {@linkcode ownerFault}. */
  foreign(path: string, fault: string, from?: Origin): ConfigError {
    const shown = this.#files.shown(path);
    return new ConfigError("CONFIG_UNTRUSTED", `Cannot use "${shown}": ${fault}`, {
      hint: `${trustHint(shown)}; or pass it with --config${this.#jobHint()}`,
      position: (from && positionOf(from)) ?? { file: shown, line: 1, column: 1 },
    });
  }

  /** The error of a directory that must not be read. @param fault See {@linkcode directoryFault}. */
  foreignDirectory(path: string, fault: string): ConfigError {
    return new ConfigError("CONFIG_UNTRUSTED", `Cannot use "${this.#files.shown(path)}": ${fault}`, {
      hint: `Review its files, then remove it or make it yours alone (chown, chmod)${this.#jobHint()}`,
    });
  }

  #jobHint(): string {
    return this.#variable("CI") ? "; in a trusted CI job, set ATMOS_ECR_TRUST=all" : "";
  }

  async #foreignOwner(path: string): Promise<string | undefined> {
    const files = this.#files;
    const { user } = files;
    if (user === undefined || this.everything) return undefined;
    const accepted = [user, 0, ...user === 0 ? this.#sudoUser() : []];
    for (const step of stepsTo(path, commonDirectory(path, files.directory))) {
      const owners = await files.owners(step);
      if (step === path && owners.includes(EVERYONE)) return "every user of this machine can write to it";
      const foreign = owners.find((owner) => owner !== EVERYONE && !accepted.includes(owner));
      if (foreign === undefined) continue;
      const what = step === path ? "it" : `"${files.shown(step)}"`;
      return `${what} is owned by user ${foreign}, not by you (${user}) or root`;
    }
    return undefined;
  }

  #sudoUser(): number[] {
    const text = this.#variable("SUDO_UID") ?? "";
    return /^\d{1,10}$/.test(text) ? [Number(text)] : [];
  }
}

/** The nearest directory above a path that is also above, or is, another one. */
function commonDirectory(path: string, directory: string): string {
  for (let common = dirname(path);; common = dirname(common)) {
    if (common === directory || isBelow(directory, common) || dirname(common) === common) return common;
  }
}

/** The path elements from a directory to a path below it, including the path. */
function stepsTo(path: string, directory: string): readonly string[] {
  const steps: string[] = [];
  for (let step = path; step !== directory && dirname(step) !== step; step = dirname(step)) {
    steps.unshift(step);
  }
  return steps;
}
