import { EnvironmentError } from "../../domain/errors/errors.ts";
import { Secret } from "../../domain/secret.ts";
import type { KeyringEntry } from "../../ports/sessions.ts";
import type { RingTool } from "./ring_tool.ts";

/** A keyring. Entries are found by the names that Atmos uses, see `storedKeyName`. */
export interface Ring {
  /** The entry under a name. Never fails: `why` is the reason why it cannot be read. */
  find(name: string): Promise<KeyringEntry>;

  /** Whether there is an entry under a name; false if unknown. Never prompts. Never fails. */
  has(name: string): Promise<boolean>;

  /**
   * Stores a text under a name, replacing an older one.
   *
   * @returns Where it is, as in {@linkcode KeyringEntry}.
   * @throws {EnvironmentError} `KEYRING_UNUSABLE`.
   */
  store(name: string, text: string): Promise<string>;

  /** @returns Whether there was one. @throws {EnvironmentError} `KEYRING_UNUSABLE`. */
  remove(name: string): Promise<boolean>;
}

/** The account of every entry in a system keyring. Reference: `KeyringUser` in `pkg/auth/credentials/store.go` of Atmos. */
export const ACCOUNT = "atmos-auth";

/** Why a system's keyring cannot be used, as the end of a sentence. */
export class RingFault extends Error {}

/** The keyring of a system, used through its tool. The methods of a subclass may throw a {@linkcode RingFault}. */
export abstract class ToolRing implements Ring {
  protected readonly tool: RingTool;

  constructor(tool: RingTool) {
    this.tool = tool;
  }

  abstract has(name: string): Promise<boolean>;
  /** The text of an entry; undefined if there is none. */
  protected abstract read(name: string): Promise<string | undefined>;
  protected abstract write(name: string, text: string): Promise<void>;
  /** @returns Whether there was one. */
  protected abstract delete(name: string): Promise<boolean>;

  async find(name: string): Promise<KeyringEntry> {
    try {
      const text = await this.read(name);
      return text === undefined
        ? { kind: "none" }
        : { kind: "entry", text: new Secret(text), from: placeOf(name) };
    } catch (error) {
      if (!(error instanceof RingFault)) throw error;
      return { kind: "none", why: `The system's keyring is not read: ${error.message}` };
    }
  }

  async store(name: string, text: string): Promise<string> {
    await this.write(name, text).catch((error: unknown) => {
      throw unchangeable("store", name, error);
    });
    return placeOf(name);
  }

  async remove(name: string): Promise<boolean> {
    return await this.delete(name).catch((error: unknown) => {
      throw unchangeable("remove", name, error);
    });
  }
}

/** The place of an entry. */
export function placeOf(name: string): string {
  return `the system's keyring, "${name}"`;
}

function unchangeable(verb: string, name: string, error: unknown): unknown {
  if (!(error instanceof RingFault)) return error;
  const message = `Cannot ${verb} "${name}" in the system's keyring: ${error.message}`;
  return new EnvironmentError("KEYRING_UNUSABLE", message, {
    hint: "Fix that, or set auth.keyring.type to file, or store the keys in an AWS profile",
  });
}
