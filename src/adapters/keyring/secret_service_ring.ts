import type { KeyringEntry } from "../../ports/sessions.ts";
import {
  ACCOUNT,
  entryOf,
  keyringUnusable,
  placeOf,
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
    const { fault, isFound, stdout } = await this.#search(name);
    if (fault !== undefined) return unread(fault);
    if (!isFound) return { kind: "none" };
    // A secret may have several lines; the timestamps follow it.
    const [, secret] = /^secret = ([\s\S]*?)\n(?:created|modified|schema|attribute\.\S+) = /m.exec(stdout) ??
      [];
    if (secret !== undefined) return entryOf(name, secret);
    if (!this.#tool.interactive) return unread(LOCKED);
    const looked = await this.#tool.run({ args: ["lookup", ...attributes(name)], asksPerson: true });
    if (looked.code === 0 && looked.stdout !== "") return entryOf(name, looked.stdout);
    return unread((looked.code === undefined ? looked.fault : undefined) ?? LOCKED);
  }

  async has(name: string): Promise<boolean> {
    return (await this.#search(name)).isFound;
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
    const isMissing = first.fault !== undefined && /does not exist|No such/i.test(first.said);
    const { fault, said } = isMissing ? await store([]) : first;
    if (fault !== undefined) throw keyringUnusable("store", name, /locked/i.test(said) ? LOCKED : fault);
    return placeOf(name);
  }

  async remove(name: string): Promise<boolean> {
    const before = await this.#search(name);
    if (before.fault !== undefined) throw keyringUnusable("remove", name, before.fault);
    if (!before.isFound) return false;
    const { code, fault, said } = await this.#tool.run({
      args: ["clear", ...attributes(name)],
      asksPerson: true,
    });
    if (fault === undefined) return true;
    throw keyringUnusable("remove", name, code !== undefined && said === "" ? LOCKED : fault);
  }

  /** Searches an entry, which never prompts: locked ones are returned without their secret. */
  async #search(name: string): Promise<Pick<ToolEnd, "fault" | "stdout"> & { readonly isFound: boolean }> {
    const { code, fault, said, stdout } = await this.#tool.run({ args: ["search", ...attributes(name)] });
    const isFound = /^\[/m.test(stdout);
    // It fails without a message if there is none.
    const isAbsent = code !== undefined && said === "";
    return { isFound, stdout, fault: isFound || isAbsent ? undefined : fault };
  }
}

function attributes(name: string): readonly string[] {
  return ["service", name, "username", ACCOUNT];
}
