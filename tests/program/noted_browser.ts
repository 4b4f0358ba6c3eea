import { join } from "node:path";
import type { Sandbox } from "../support/sandbox.ts";

/** What the arguments of a browser may hold, which every user of the machine can read: a page that leads on once, and only its own user. */
export const START_PAGE_REGEXP = /^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]{43}$/;

/** How long a page may take to be opened, in milliseconds: on a machine with much else to do. */
const PATIENCE_MS = 60_000;

/** A browser that only notes its argument: the test itself goes where it leads. That costs no process of Deno's. */
export class NotedBrowser {
  readonly #script: string;

  private constructor(script: string) {
    this.#script = script;
  }

  static async create(sandbox: Sandbox): Promise<NotedBrowser> {
    const script = join(sandbox.root, "browser");
    // Under its name, the page is there as a whole.
    await Deno.writeTextFile(script, `printf %s "$1" >"$0.part" && mv "$0.part" "$0.page"\n`);
    return new NotedBrowser(script);
  }

  /** The value of `BROWSER`. It is no program, so that nothing keeps it from being run at once. */
  get command(): string {
    return `sh ${this.#script} %s`;
  }

  /** The page that the program has opened, which it may do once. */
  async page(): Promise<string> {
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 10) {
      const page = await Deno.readTextFile(`${this.#script}.page`).catch(() => undefined);
      if (page !== undefined) return page;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("The program opens no page");
  }

  /** Opens the page, and follows where it leads. */
  async go(): Promise<void> {
    await (await fetch(await this.page())).body?.cancel();
  }
}
