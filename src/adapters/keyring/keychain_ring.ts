import type { KeyringEntry } from "../../ports/sessions.ts";
import { ACCOUNT, entryOf, keyringUnusable, placeOf, type Ring, type RingTool, unread } from "./ring.ts";

/** The prefixes of encoded values in go-keyring, current and former. Reference: its `keyring_darwin.go`. */
const BASE64_PREFIX = "go-keyring-base64:";
const HEX_PREFIX = "go-keyring-encoded:";

/** `errSecItemNotFound` and `errSecInteractionNotAllowed`, as exit codes: the low byte of -25300 and -25308. */
const NOT_FOUND = 44;
const NO_INTERACTION = 36;

/** The maximum line length of `security -i`. Reference: go-keyring's `ErrSetDataTooBig`. */
const MAX_LINE = 4096;

const LOCKED = "it is locked: unlock it (security unlock-keychain), then try again";

/** The macOS keychain, through `security`: generic passwords. Reference: `keyring_darwin.go` of https://github.com/zalando/go-keyring */
export class KeychainRing implements Ring {
  readonly #tool: RingTool;

  constructor(tool: RingTool) {
    this.#tool = tool;
  }

  async find(name: string): Promise<KeyringEntry> {
    const args = ["find-generic-password", "-s", name, "-a", ACCOUNT, "-w"];
    const { code, fault, stdout } = await this.#tool.run({ args, asksPerson: true });
    if (code === NOT_FOUND) return { kind: "none" };
    if (fault !== undefined) return unread(code === NO_INTERACTION ? LOCKED : fault);
    const text = decode(stdout.trim());
    return text === undefined
      ? unread(`the value of ${placeOf(name)} cannot be decoded`)
      : entryOf(name, text);
  }

  async has(name: string): Promise<boolean> {
    // Without -w, the keychain only returns the attributes, for which it never prompts.
    const { code } = await this.#tool.run({ args: ["find-generic-password", "-s", name, "-a", ACCOUNT] });
    return code === 0;
  }

  async store(name: string, text: string): Promise<string> {
    const encoded = BASE64_PREFIX + new TextEncoder().encode(text).toBase64();
    const input = `add-generic-password -U -s ${quote(name)} -a ${ACCOUNT} -w ${encoded}\n`;
    if (/\p{Cc}/u.test(name)) throw keyringUnusable("store", name, "its name has control characters");
    if (input.length > MAX_LINE) throw keyringUnusable("store", name, "it is too long for the keychain");
    const secrets = [text, encoded];
    const { fault, said } = await this.#tool.run({ args: ["-i"], input, secrets, asksPerson: true });
    // Commands on standard input may fail without an exit code.
    if (fault !== undefined || said !== "") throw keyringUnusable("store", name, fault ?? said);
    return placeOf(name);
  }

  async remove(name: string): Promise<boolean> {
    const args = ["delete-generic-password", "-s", name, "-a", ACCOUNT];
    const { code, fault } = await this.#tool.run({ args, asksPerson: true });
    if (code === NOT_FOUND) return false;
    if (fault === undefined) return true;
    throw keyringUnusable("remove", name, code === NO_INTERACTION ? LOCKED : fault);
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

function decode(value: string): string | undefined {
  try {
    if (value.startsWith(BASE64_PREFIX)) {
      return text(Uint8Array.fromBase64(value.slice(BASE64_PREFIX.length)));
    }
    if (value.startsWith(HEX_PREFIX)) return text(Uint8Array.fromHex(value.slice(HEX_PREFIX.length)));
    return value;
  } catch {
    return undefined;
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
