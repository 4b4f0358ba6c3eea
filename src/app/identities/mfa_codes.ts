import { escapeText } from "../../domain/text/escape.ts";
import type { Located } from "../../domain/auth/model/auth_config.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { AwsError, ConfigError, LoginError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import { trustHint } from "../../domain/trust/trust_hint.ts";
import type { Commands } from "../../ports/process.ts";
import type { Deadline } from "../../ports/time.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { MfaProof, MfaProver } from "../../ports/aws.ts";
import type { LoginOptions } from "./contract/login_options.ts";

/** Where codes come from. */
export interface MfaPorts {
  readonly prompter: Prompter;
  readonly options: LoginOptions;
  readonly commands: Commands;
}

/** A device, and whose it is. */
export interface MfaDevice {
  /** The identity that asks for the code; undefined where it is a profile. */
  readonly identity?: string;
  /** The AWS profile that asks for it. */
  readonly profile?: string;
  /** The ARN or serial number. */
  readonly serialNumber: string;
  /** A command that prints a code. */
  readonly process?: Located<string> | undefined;
}

/** What AWS wants of a code. Reference: parameter TokenCode of API_GetSessionToken */
const CODE_REGEXP = /^\d{6}$/;

/** The words of AWS for a code that it does not take; there is no error code of its own for it. */
const WRONG_CODE_REGEXP = /MultiFactorAuthentication failed|invalid MFA|MFA token|one time pass code/i;

/** Whether a text can be a code. */
export function isMfaCode(text: string): boolean {
  return CODE_REGEXP.test(text);
}

/**
 * Codes of MFA devices: the one that was given on the command line, which is good once; else what the configured command prints; else
 * what the person at the terminal answers, who is asked once more after a code that AWS does not take.
 */
export class MfaCodes {
  readonly #ports: MfaPorts;
  #given: Secret | undefined;
  /** Ends when nobody is being asked. */
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: MfaPorts) {
    this.#ports = ports;
    this.#given = ports.options.mfaCode;
  }

  /**
   * Makes a call that needs a code.
   *
   * @param deadline Its clock stands still while a person, or a command that may ask one, has the word.
   * @throws {LoginError} `MFA_REQUIRED`.
   * @throws {ConfigError} `CONFIG_UNTRUSTED` for a command of a file that is not trusted.
   */
  async prove<T>(device: MfaDevice, deadline: Deadline, call: (proof: MfaProof) => Promise<T>): Promise<T> {
    const { serialNumber } = device;
    try {
      return await call({ serialNumber, code: await this.#code(device, deadline) });
    } catch (error) {
      if (!this.#ports.prompter.interactive || !isWrongCode(error)) throw error;
      return await call({
        serialNumber,
        code: await this.#ask(device, deadline, "AWS rejected that code. "),
      });
    }
  }

  /** As {@linkcode prove}, for the profiles of the AWS files. */
  prover(deadline: Deadline): MfaProver {
    return (device, call) => this.prove(device, deadline, call);
  }

  async #code(device: MfaDevice, deadline: Deadline): Promise<Secret> {
    const { options, prompter } = this.#ports;
    const given = this.#given;
    this.#given = undefined;
    if (given !== undefined) return given;
    if (device.process !== undefined) return await this.#run(device, device.process, deadline);
    if (prompter.interactive) return await this.#ask(device, deadline, "");
    throw required(
      device,
      options.mfaCode === undefined
        ? "no interactive terminal is available"
        : "the code has already been used, and each code is valid only once",
    );
  }

  async #ask(device: MfaDevice, deadline: Deadline, before: string): Promise<Secret> {
    using _clock = deadline.pause();
    const free = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    try {
      await free;
      return new Secret(
        await this.#ports.prompter.ask({
          text: `${before}MFA code of ${escapeText(device.serialNumber)} for ${
            escapeText(device.identity ?? `profile ${device.profile}`)
          }:`,
          hidden: false,
          check: (answer) => isMfaCode(answer) ? undefined : "An MFA code has 6 digits",
        }, deadline.signal),
      );
    } finally {
      resolve();
    }
  }

  async #run(device: MfaDevice, command: Located<string>, deadline: Deadline): Promise<Secret> {
    if (command.trusted !== true) throw untrusted(device, command);
    using _clock = deadline.pause();
    const result = await this.#ports.commands(command.value, command.origin);
    if (result.kind === "failed") throw required(device, `mfa_process failed: ${result.state}`, command);
    if (result.code !== 0) {
      throw required(device, `mfa_process exited with code ${result.code}`, command);
    }
    const code = result.stdout.trim();
    if (!isMfaCode(code)) throw required(device, "mfa_process did not print a 6-digit code", command);
    return new Secret(code);
  }
}

function ownerOf({ identity, profile }: MfaDevice): string {
  return identity === undefined ? `AWS profile "${profile}"` : `identity "${identity}"`;
}

function isWrongCode(error: unknown): boolean {
  return error instanceof AwsError && error.code === "AWS_DENIED" && WRONG_CODE_REGEXP.test(error.message);
}

function required(device: MfaDevice, state: string, command?: Located<string>): LoginError {
  return new LoginError(
    "MFA_REQUIRED",
    `Cannot get an MFA code for ${ownerOf(device)}: ${state}`,
    {
      hint: command !== undefined
        ? "Run the command by hand to see why, or pass the code with --mfa-code or ATMOS_ECR_MFA_CODE"
        : device.identity === undefined
        ? "Run `atmos-ecr login` in a terminal, or pass the code with --mfa-code or ATMOS_ECR_MFA_CODE"
        : "Pass the code with --mfa-code or ATMOS_ECR_MFA_CODE, or set mfa_process to a command that prints it",
      position: command === undefined ? undefined : positionOf(command.origin),
    },
  );
}

function untrusted(device: MfaDevice, { origin }: Located<string>): ConfigError {
  const file = origin.kind === "file" ? origin.file : formatOrigin(origin);
  return new ConfigError(
    "CONFIG_UNTRUSTED",
    `Cannot use mfa_process of ${ownerOf(device)}: it runs a program, and "${file}" is not trusted`,
    { hint: trustHint(file), position: positionOf(origin) },
  );
}
