import { ACCOUNT, RingFault, ToolRing } from "./ring.ts";
import type { ToolEnd } from "./ring_tool.ts";

/** Where Atmos stores its entries, if it exists; otherwise in the default collection. Reference: `GetLoginCollection` of go-keyring. */
const LOGIN_COLLECTION = "/org/freedesktop/secrets/collection/login";

/** The first line of an entry in what `secret-tool search` prints. */
const ENTRY_REGEXP = /^\[/m;

const LOCKED = "it is locked: log in to the desktop, or unlock it, then try again";

/**
 * The Secret Service of a Linux desktop (GNOME Keyring, KWallet, KeePassXC), through `secret-tool` of libsecret.
 * Reference: https://specifications.freedesktop.org/secret-service/ and `secret_service/secret_service.go` of
 * https://github.com/zalando/go-keyring, which uses the same attributes.
 */
export class SecretServiceRing extends ToolRing {
  async has(name: string): Promise<boolean> {
    const { stdout } = await this.tool.run({ args: ["search", ...attributes(name)] });
    return ENTRY_REGEXP.test(stdout);
  }

  protected override async read(name: string): Promise<string | undefined> {
    const found = await this.#search(name);
    if (found === undefined) return undefined;
    // A secret may have several lines; the timestamps follow it.
    const [, secret] = /^secret = ([\s\S]*?)\n(?:created|modified|schema|attribute\.\S+) = /m.exec(found) ??
      [];
    if (secret !== undefined) return secret;
    if (!this.tool.interactive) throw new RingFault(LOCKED);
    const { code, fault, stdout } = await this.tool.run({
      args: ["lookup", ...attributes(name)],
      asksPerson: true,
    });
    if (code === 0 && stdout !== "") return stdout;
    throw new RingFault((code === undefined ? fault : undefined) ?? LOCKED);
  }

  protected override async write(name: string, text: string): Promise<void> {
    const store = (collection: readonly string[]): Promise<ToolEnd> =>
      this.tool.run({
        args: ["store", `--label=Password for '${ACCOUNT}' on '${name}'`, ...collection, ...attributes(name)],
        input: text,
        secrets: [text],
        asksPerson: true,
      });
    const first = await store([`--collection=${LOGIN_COLLECTION}`]);
    const isMissing = first.fault !== undefined && /does not exist|No such/i.test(first.said);
    const { fault, said } = isMissing ? await store([]) : first;
    if (fault !== undefined) throw new RingFault(/locked/i.test(said) ? LOCKED : fault);
  }

  protected override async delete(name: string): Promise<boolean> {
    if (await this.#search(name) === undefined) return false;
    const { code, fault, said } = await this.tool.run({
      args: ["clear", ...attributes(name)],
      asksPerson: true,
    });
    if (fault === undefined) return true;
    throw new RingFault(code !== undefined && said === "" ? LOCKED : fault);
  }

  /** What the tool shows of an entry; undefined if there is none. It never prompts: locked entries are shown without their secret. */
  async #search(name: string): Promise<string | undefined> {
    const { code, fault, said, stdout } = await this.tool.run({ args: ["search", ...attributes(name)] });
    if (ENTRY_REGEXP.test(stdout)) return stdout;
    // It fails without a message if there is none.
    if (fault !== undefined && (code === undefined || said !== "")) throw new RingFault(fault);
    return undefined;
  }
}

function attributes(name: string): readonly string[] {
  return ["service", name, "username", ACCOUNT];
}
