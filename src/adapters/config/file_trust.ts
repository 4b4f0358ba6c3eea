import { type Origin, positionOf } from "../../domain/config/origin.ts";
import { ConfigError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { trustHint } from "../../domain/trust/trust_hint.ts";
import type { TrustRecords } from "../../ports/trust_records.ts";
import type { ConfigFiles } from "./config_files.ts";
import { isRemote } from "./remote_url.ts";

/** What trust is decided with. */
export interface TrustContext {
  readonly files: ConfigFiles;
  /** Absent where nothing was ever trusted. */
  readonly records: TrustRecords | undefined;
  /** The value of a variable of the real environment: no file may set one that grants trust. */
  readonly variable: (name: string) => string | undefined;
}

/** Which files may do what plain data cannot, and which may be read without being asked for. */
export class FileTrust {
  readonly #context: TrustContext;
  readonly #known = new Map<string, boolean>();

  constructor(context: TrustContext) {
    this.#context = context;
  }

  /** Whether `ATMOS_ECR_TRUST=all` trusts everything for this run. */
  get everything(): boolean {
    return this.#context.variable("ATMOS_ECR_TRUST") === "all";
  }

  /**
   * Whether a file that was read is trusted with the very content that was read.
   *
   * @param path Absolute.
   */
  async isTrusted(path: string): Promise<boolean> {
    if (this.everything) return true;
    const { records, files } = this.#context;
    if (records === undefined) return false;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const content = await files.content(path);
    // Where links lead to it the file is the same, and its content is what was looked at.
    const real = isRemote(path) ? path : await files.realPath(path);
    const answer = await records.isTrusted(path, content) ||
      (real !== path && await records.isTrusted(real, content));
    this.#known.set(path, answer);
    return answer;
  }

  /** Whether what a file says is trusted; what does not come from a file always is. */
  async isTrustedOrigin(origin: Origin): Promise<boolean> {
    if (origin.kind !== "file" || this.everything) return true;
    const path = this.#context.files.absolute(origin.file);
    return path !== undefined && !isRemote(path) && await this.isTrusted(path);
  }

  /** The error of something that the file of an origin may not do. */
  refusal(failed: string, reason: string, origin: Origin): ConfigError {
    const path = origin.kind === "file" ? this.#context.files.absolute(origin.file) : undefined;
    return untrusted(failed, { reason, origin, remote: path !== undefined && isRemote(path) });
  }

  /**
   * Why a file that nobody named may not be read: it, or the link to it, belongs to a user who is neither the one who runs this (with
   * `sudo`, also the one who ran that) nor root. Anybody can put a file into a shared directory such as `/tmp`.
   *
   * Reference: the check of git since CVE-2022-24765, https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
   *
   * @returns undefined when it may be read: it is owned well, or trusted, or there are no owners here.
   */
  async ownerFault(path: string): Promise<string | undefined> {
    const fault = await this.#foreignOwner(path);
    return fault === undefined || await this.isTrusted(path) ? undefined : fault;
  }

  /** As {@linkcode ownerFault} for a directory, which cannot be trusted by its content. */
  async directoryFault(path: string): Promise<string | undefined> {
    return this.everything ? undefined : await this.#foreignOwner(path);
  }

  async #foreignOwner(path: string): Promise<string | undefined> {
    const { files } = this.#context;
    const user = files.user;
    if (user === undefined) return undefined;
    const accepted = [user, 0, ...user === 0 ? this.#sudoUser() : []];
    const foreign = (await files.owners(path)).find((owner) => !accepted.includes(owner));
    return foreign === undefined ? undefined : `it belongs to user ${foreign}, not to you (${user}) or root`;
  }

  #sudoUser(): number[] {
    const text = this.#context.variable("SUDO_UID") ?? "";
    return /^\d{1,10}$/.test(text) ? [Number(text)] : [];
  }
}

/**
 * The error of something that a file may do only when it is trusted.
 *
 * @param failed What was not done: `Cannot evaluate "!exec"`.
 * @param reason What it would do: `it runs a program`.
 */
function untrusted(
  failed: string,
  { reason, origin, remote = false }: {
    readonly reason: string;
    readonly origin: Origin;
    readonly remote?: boolean;
  },
): ConfigError {
  const file = origin.kind === "file" ? origin.file : "this";
  return new ConfigError(
    "CONFIG_UNTRUSTED",
    `${failed}: ${reason}, and ${
      remote ? "what was fetched is never trusted with that" : `"${escapeText(file)}" is not trusted`
    }`,
    {
      hint: remote ? "Download the file, read it, and import the local copy" : trustHint(file),
      position: positionOf(origin),
    },
  );
}

/** The error of a file that belongs to somebody else. */
export function foreignFile(shown: string, fault: string): ConfigError {
  return new ConfigError("CONFIG_UNTRUSTED", `Cannot use "${escapeText(shown)}": ${fault}`, {
    hint: `${trustHint(shown)}; or name it with --config`,
    position: { file: shown, line: 1, column: 1 },
  });
}
