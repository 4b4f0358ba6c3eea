import type { Located } from "../../domain/auth/model/auth_config.ts";
import { formatOrigin, positionOf } from "../../domain/config/origin.ts";
import { AwsError, ConfigError, LoginError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { notTrusted, trustHint } from "../../domain/trust/trusted_files.ts";
import type { MfaProof, MfaProver } from "../../ports/aws.ts";
import type { Commands } from "../../ports/process.ts";
import type { Prompter } from "../../ports/terminal.ts";
import type { Deadline } from "../../ports/time.ts";
import { type LoginOptions, noPromptWords } from "./contract/identity_step.ts";

/** The sources of codes. */
export interface MfaPorts {
  readonly prompter: Prompter;
  readonly options: LoginOptions;
  readonly commands: Commands;
}

/** A device and its owner. */
export interface MfaDevice {
  /** The identity that needs the code; undefined for a profile. */
  readonly identity?: string;
  /** The AWS profile that needs it. */
  readonly profile?: string;
  /** The ARN or serial number. */
  readonly serialNumber: string;
  /** A command that prints a code. */
  readonly process?: Located<string> | undefined;
}

/** The format of a code. Reference: parameter TokenCode of API_GetSessionToken */
const CODE_REGEXP = /^\d{6}$/;

/** The message of AWS for a rejected code, which has no error code of its own. */
const WRONG_CODE_REGEXP = /MultiFactorAuthentication failed|invalid MFA|MFA token|one time pass code/i;

/** Whether a text has the format of a code. */
export function isMfaCode(text: string): boolean {
  return CODE_REGEXP.test(text);
}

/**
 * MFA codes: the one given on the command line, which is valid once; otherwise the output of the configured command; otherwise a prompt,
 * which is repeated once if AWS rejects the code.
 */
export class MfaCodes {
  readonly #ports: MfaPorts;
  #given: Secret | undefined;
  /** Resolves when no prompt is open. */
  #turn: Promise<void> = Promise.resolve();

  constructor(ports: MfaPorts) {
    this.#ports = ports;
    this.#given = ports.options.mfaCode;
  }

  /**
   * Makes a call that needs a code.
   *
   * @param deadline Its clock stops during a prompt, and while a command runs that may prompt.
   * @throws {LoginError} `MFA_REQUIRED`.
   * @throws {ConfigError} `CONFIG_UNTRUSTED` for a command in an untrusted file.
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

  /** As {@linkcode prove}, for AWS profiles. */
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
        ? noPromptWords(options)
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
          text: `${before}Enter the MFA code for ${escapeText(device.serialNumber)} (${
            escapeText(device.identity ?? `profile ${device.profile}`)
          }):`,
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
  return new LoginError("MFA_REQUIRED", `Cannot get an MFA code for ${ownerOf(device)}: ${state}`, {
    hint: command !== undefined
      ? "Run the command by hand to see why, or pass the code with --mfa-code or ATMOS_ECR_MFA_CODE"
      : device.identity === undefined
      ? "Run `atmos-ecr login` in a terminal, or pass the code with --mfa-code or ATMOS_ECR_MFA_CODE"
      : "Pass the code with --mfa-code or ATMOS_ECR_MFA_CODE, or set mfa_process to a command that prints it",
    position: command === undefined ? undefined : positionOf(command.origin),
  });
}

function untrusted(device: MfaDevice, { origin, leader }: Located<string>): ConfigError {
  const file = origin.kind === "file" ? origin.file : formatOrigin(origin);
  return new ConfigError(
    "CONFIG_UNTRUSTED",
    `Cannot use mfa_process of ${ownerOf(device)}: it runs a program, and ${notTrusted(file, leader)}`,
    { hint: trustHint(leader ?? file), position: positionOf(origin) },
  );
}
