import { Secret } from "../../domain/secret.ts";
import type { KeyringEntry } from "../../ports/sessions.ts";
import {
  ACCOUNT,
  keyringUnusable,
  placeOf,
  refusal,
  type Ring,
  type RingTool,
  type ToolEnd,
  unread,
} from "./ring.ts";

/** Where Atmos stores its entries, if it exists; otherwise in the default collection. Reference: `GetLoginCollection` of go-keyring. */
const LOGIN_COLLECTION = "/org/freedesktop/secrets/collection/login";

const LOCKED = "it is locked: log in to the desktop, or unlock it, then try again";

/**
 * The Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC), through `secret-tool` of libsecret.
 *
 * Reference: https://specifications.freedesktop.org/secret-service/ and `secret_service/secret_service.go` of
 * https://github.com/zalando/go-keyring, which uses the same attributes.
 */
export class SecretServiceRing implements Ring {
  readonly #tool: RingTool;

  constructor(tool: RingTool) {
    this.#tool = tool;
  }

  async find(name: string): Promise<KeyringEntry> {
    // A search never prompts: locked entries are returned without their secret.
    const end = await this.#tool.run({ args: ["search", ...attributes(name)] });
    if (end.kind === "unusable") return unread(end.state);
    if (!/^\[/m.test(end.stdout)) {
      return end.code === 0 || end.said === "" ? { kind: "none" } : unread(refusal(end));
    }
    // A secret may have several lines; the timestamps follow it.
    const secret = /^secret = ([\s\S]*?)\n(?:created|modified|schema|attribute\.\S+) = /m.exec(end.stdout)
      ?.[1];
    if (secret !== undefined) return entry(name, secret);
    if (!this.#tool.interactive) return unread(LOCKED);
    const looked = await this.#tool.run({ args: ["lookup", ...attributes(name)], asksPerson: true });
    if (looked.kind === "unusable") return unread(looked.state);
    return looked.code === 0 && looked.stdout !== "" ? entry(name, looked.stdout) : unread(LOCKED);
  }

  async has(name: string): Promise<boolean> {
    const end = await this.#tool.run({ args: ["search", ...attributes(name)] });
    return end.kind === "exit" && /^\[/m.test(end.stdout);
  }

  async store(name: string, text: string): Promise<string> {
    const store = (collection: readonly string[]): Promise<ToolEnd> =>
      this.#tool.run({
        args: ["store", `--label=Password for '${ACCOUNT}' on '${name}'`, ...collection, ...attributes(name)],
        input: text,
        secrets: [text],
        asksPerson: true,
      });
    const first = await store([`--collection=${LOGIN_COLLECTION}`]);
    const isMissing = first.kind === "exit" && first.code !== 0 && /does not exist|No such/i.test(first.said);
    const end = isMissing ? await store([]) : first;
    if (end.kind === "unusable") throw keyringUnusable("store", name, end.state);
    if (end.code !== 0) {
      throw keyringUnusable("store", name, /locked/i.test(end.said) ? LOCKED : refusal(end));
    }
    return placeOf(name);
  }

  async remove(name: string): Promise<boolean> {
    const before = await this.#tool.run({ args: ["search", ...attributes(name)] });
    if (before.kind === "unusable") throw keyringUnusable("remove", name, before.state);
    if (!/^\[/m.test(before.stdout)) {
      if (before.code === 0 || before.said === "") return false;
      throw keyringUnusable("remove", name, refusal(before));
    }
    const end = await this.#tool.run({ args: ["clear", ...attributes(name)], asksPerson: true });
    if (end.kind === "unusable") throw keyringUnusable("remove", name, end.state);
    if (end.code !== 0) throw keyringUnusable("remove", name, end.said === "" ? LOCKED : refusal(end));
    return true;
  }
}

function attributes(name: string): readonly string[] {
  return ["service", name, "username", ACCOUNT];
}

function entry(name: string, text: string): KeyringEntry {
  return { kind: "entry", text: new Secret(text), from: placeOf(name) };
}
