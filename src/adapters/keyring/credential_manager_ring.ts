import { CREDENTIAL_MANAGER_SCRIPT } from "./credential_manager_script.ts";
import { ACCOUNT, placeOf, RingFault, ToolRing } from "./ring.ts";

/** The maximum size of a value. Reference: `CRED_MAX_CREDENTIAL_BLOB_SIZE` of wincred.h. */
const MAX_BYTES = 5 * 512;

/**
 * The Credential Manager of Windows, through PowerShell: generic credentials with the target `NAME:atmos-auth`. Requests are passed on
 * standard input.
 * Reference: `keyring_windows.go` of https://github.com/zalando/go-keyring
 */
export class CredentialManagerRing extends ToolRing {
  async has(name: string): Promise<boolean> {
    return (await this.find(name)).kind === "entry";
  }

  protected override async read(name: string): Promise<string | undefined> {
    const answer = await this.#ask("read", name);
    if (answer === "none") return undefined;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(answer));
    } catch {
      throw new RingFault(`the value of ${placeOf(name)} cannot be decoded`);
    }
  }

  protected override async write(name: string, text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > MAX_BYTES) throw new RingFault("it is too long for Windows");
    await this.#ask("write", name, bytes.toBase64(), [text]);
  }

  protected override async delete(name: string): Promise<boolean> {
    return await this.#ask("delete", name) !== "none";
  }

  async #ask(verb: string, name: string, value = "", secrets: readonly string[] = []): Promise<string> {
    const encode = (text: string): string => new TextEncoder().encode(text).toBase64();
    const { fault, stdout } = await this.tool.run({
      args: ["-NoProfile", "-NonInteractive", "-EncodedCommand", utf16Base64(CREDENTIAL_MANAGER_SCRIPT)],
      input: `${verb}\n${encode(`${name}:${ACCOUNT}`)}\n${encode(ACCOUNT)}\n${value}\n`,
      secrets: [...secrets, ...(value === "" ? [] : [value])],
    });
    if (fault !== undefined) throw new RingFault(fault);
    const answer = stdout.trim();
    if (answer === "") throw new RingFault("PowerShell returned nothing");
    return answer;
  }
}

/** The encoding of `-EncodedCommand`. */
function utf16Base64(text: string): string {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes.toBase64();
}
