import { Secret } from "../../domain/secret.ts";
import type { KeyringEntry } from "../../ports/sessions.ts";
import { CREDENTIAL_MANAGER_SCRIPT } from "./credential_manager_script.ts";
import { ACCOUNT, type Ring } from "./ring.ts";
import { keyringUnusable, placeOf, refusal, type RingTool, type ToolEnd, unread } from "./ring_tool.ts";

/** The maximum size of a value. Reference: `CRED_MAX_CREDENTIAL_BLOB_SIZE` of wincred.h. */
const MAX_BYTES = 5 * 512;

/**
 * The Credential Manager of Windows, through PowerShell: generic credentials with the target `NAME:atmos-auth`. Requests are passed on
 * standard input.
 *
 * Reference: `keyring_windows.go` of https://github.com/zalando/go-keyring
 */
export class CredentialManagerRing implements Ring {
  readonly #tool: RingTool;

  constructor(tool: RingTool) {
    this.#tool = tool;
  }

  async find(name: string): Promise<KeyringEntry> {
    const end = await this.#ask("read", name);
    if (end.kind === "unusable") return unread(end.state);
    if (end.code !== 0) return unread(refusal(end));
    const answer = end.stdout.trim();
    if (answer === "none") return { kind: "none" };
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(answer));
      return { kind: "entry", text: new Secret(text), from: placeOf(name) };
    } catch {
      return unread(`the value of ${placeOf(name)} cannot be decoded`);
    }
  }

  async has(name: string): Promise<boolean> {
    return (await this.find(name)).kind === "entry";
  }

  async store(name: string, text: string): Promise<string> {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > MAX_BYTES) throw keyringUnusable("store", name, "it is too long for Windows");
    const end = await this.#ask("write", name, bytes.toBase64(), [text]);
    if (end.kind === "unusable") throw keyringUnusable("store", name, end.state);
    if (end.code !== 0) throw keyringUnusable("store", name, refusal(end));
    return placeOf(name);
  }

  async remove(name: string): Promise<boolean> {
    const end = await this.#ask("delete", name);
    if (end.kind === "unusable") throw keyringUnusable("remove", name, end.state);
    if (end.code !== 0) throw keyringUnusable("remove", name, refusal(end));
    return end.stdout.trim() !== "none";
  }

  async #ask(verb: string, name: string, value = "", secrets: readonly string[] = []): Promise<ToolEnd> {
    const encode = (text: string): string => new TextEncoder().encode(text).toBase64();
    return await this.#tool.run({
      args: ["-NoProfile", "-NonInteractive", "-EncodedCommand", utf16Base64(CREDENTIAL_MANAGER_SCRIPT)],
      input: `${verb}\n${encode(`${name}:${ACCOUNT}`)}\n${encode(ACCOUNT)}\n${value}\n`,
      secrets: [...secrets, ...(value === "" ? [] : [value])],
    });
  }
}

/** The encoding of `-EncodedCommand`. */
function utf16Base64(text: string): string {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), true);
  return bytes.toBase64();
}
