import { ACCOUNT, placeOf, RingFault, ToolRing } from "./ring.ts";

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
export class KeychainRing extends ToolRing {
  async has(name: string): Promise<boolean> {
    // Without -w, the keychain only returns the attributes, for which it never prompts.
    const { code } = await this.tool.run({ args: ["find-generic-password", "-s", name, "-a", ACCOUNT] });
    return code === 0;
  }

  protected override async read(name: string): Promise<string | undefined> {
    const args = ["find-generic-password", "-s", name, "-a", ACCOUNT, "-w"];
    const { code, fault, stdout } = await this.tool.run({ args, asksPerson: true });
    if (code === NOT_FOUND) return undefined;
    if (fault !== undefined) throw new RingFault(code === NO_INTERACTION ? LOCKED : fault);
    try {
      return decode(stdout.trim());
    } catch {
      throw new RingFault(`the value of ${placeOf(name)} cannot be decoded`);
    }
  }

  protected override async write(name: string, text: string): Promise<void> {
    const encoded = BASE64_PREFIX + new TextEncoder().encode(text).toBase64();
    const input = `add-generic-password -U -s ${quote(name)} -a ${ACCOUNT} -w ${encoded}\n`;
    if (/\p{Cc}/u.test(name)) throw new RingFault("its name has control characters");
    if (input.length > MAX_LINE) throw new RingFault("it is too long for the keychain");
    const secrets = [text, encoded];
    const { fault, said } = await this.tool.run({ args: ["-i"], input, secrets, asksPerson: true });
    // Commands on standard input may fail without an exit code.
    if (fault !== undefined || said !== "") throw new RingFault(fault ?? said);
  }

  protected override async delete(name: string): Promise<boolean> {
    const args = ["delete-generic-password", "-s", name, "-a", ACCOUNT];
    const { code, fault } = await this.tool.run({ args, asksPerson: true });
    if (code === NOT_FOUND) return false;
    if (fault !== undefined) throw new RingFault(code === NO_INTERACTION ? LOCKED : fault);
    return true;
  }
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** @throws {TypeError} For a damaged value. */
function decode(value: string): string {
  const isBase64 = value.startsWith(BASE64_PREFIX);
  if (!isBase64 && !value.startsWith(HEX_PREFIX)) return value;
  const bytes = isBase64
    ? Uint8Array.fromBase64(value.slice(BASE64_PREFIX.length))
    : Uint8Array.fromHex(value.slice(HEX_PREFIX.length));
  return new TextDecoder().decode(bytes);
}
