import { CancelledError, DockerError } from "../../domain/errors/errors.ts";
import { parseFields } from "../../domain/files/json_fields.ts";
import type { CredentialStores, StoredLogin } from "../../ports/docker.ts";
import { describeOutput, type ProgramResult, runProgram } from "../process/run_program.ts";

/** How to run the programs. */
export interface CredentialStoreOptions {
  /** Milliseconds until a program is killed. Docker itself waits forever. @default {30000} */
  readonly timeoutMs?: number;
  /** Variables in addition to those of this process, e.g. another `PATH`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kills the program; the call then fails with `CANCELLED`. */
  readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** What can only be a part of a file name. */
const NAME_REGEXP = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The messages of programs for a missing login: that of every program, and, for `erase`, that of older versions of `osxkeychain`.
 *
 * Reference: `errCredentialsNotFoundMessage`, https://github.com/docker/docker-credential-helpers/blob/a7bd772ea6eb/credentials/error.go#L6;
 * errSecItemNotFound, https://developer.apple.com/documentation/security/errsecitemnotfound
 */
const NOT_FOUND = [
  "credentials not found in native keychain",
  "The specified item could not be found in the keychain.",
] as const;

/**
 * Runs `docker-credential-<name>` from the `PATH`, as Docker does. Secrets are only passed on standard input.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/3b01cf82a1f2/client/client.go
 */
export class CredentialStorePrograms implements CredentialStores {
  readonly #options: CredentialStoreOptions;

  constructor(options: CredentialStoreOptions = {}) {
    this.#options = options;
  }

  async store(name: string, { serverUrl, username, password }: StoredLogin): Promise<void> {
    const secret = password.expose();
    const input = JSON.stringify({ ServerURL: serverUrl, Username: username, Secret: secret });
    const call = { name, verb: "store", action: `store the login of "${serverUrl}"` } as const;
    const result = await this.#run(call, input);
    if (result.code !== 0) throw refused(call, result, [`${username}:${secret}`, secret]);
  }

  async erase(name: string, serverUrl: string, { mayFailToStart = false } = {}): Promise<void> {
    const call = { name, verb: "erase", action: `remove the login of "${serverUrl}"` } as const;
    try {
      const result = await this.#run(call, serverUrl);
      if (result.code === 0 || NOT_FOUND.some((sentence) => result.stdout.includes(sentence))) return;
      throw refused(call, result, []);
    } catch (error) {
      const isStarted = !(error instanceof DockerError) || error.cause === undefined;
      if (!mayFailToStart || isStarted) throw error;
    }
  }

  async list(name: string): Promise<readonly string[]> {
    const call = { name, verb: "list", action: "list the logins" } as const;
    // Docker's own client sends this word, too.
    const result = await this.#run(call, "unused");
    const logins = result.code === 0 ? parseFields(result.stdout) : undefined;
    if (logins === undefined) throw refused(call, result, []);
    return Object.keys(logins);
  }

  async #run(call: StoreCall, input: string): Promise<ExitResult> {
    if (!NAME_REGEXP.test(call.name)) throw failed(call, "that is not a valid credential store name");
    const { timeoutMs = DEFAULT_TIMEOUT_MS, env = {}, signal } = this.#options;
    if (signal?.aborted) throw new CancelledError();
    const result = await runProgram({
      program: programOf(call),
      args: [call.verb],
      input,
      env,
      timeoutMs,
      signal,
    })
      .catch((cause: unknown) => {
        const isMissing = cause instanceof Deno.errors.NotFound;
        throw failed(call, isMissing ? "command not found on the PATH" : "it cannot be run", cause);
      });
    if (signal?.aborted) throw new CancelledError();
    if (result.kind === "killed") throw failed(call, `no response within ${timeoutMs / 1000} s`);
    return result;
  }
}

/** A call of a program, as errors describe it. */
interface StoreCall {
  readonly name: string;
  readonly verb: "store" | "erase" | "list";
  readonly action: string;
}

type ExitResult = Extract<ProgramResult, { kind: "exit" }>;

function programOf({ name }: StoreCall): string {
  return `docker-credential-${name}`;
}

function refused(call: StoreCall, result: ExitResult, secrets: readonly string[]): DockerError {
  const said = describeOutput(result.stdout.trim() || result.stderr, secrets);
  return failed(call, `exit code ${result.code}${said === "" ? "" : `: ${said}`}`);
}

function failed(call: StoreCall, state: string, cause?: unknown): DockerError {
  const program = programOf(call);
  return new DockerError("DOCKER_STORE_FAILED", `Cannot ${call.action} with "${program}": ${state}`, {
    hint: `Check that "${program}" works, or change "credsStore" in Docker's config.json`,
    cause,
  });
}
