import { join } from "node:path";
import { shellWord } from "../../../src/domain/text/escape.ts";
import { programUnderTest } from "../../support/sandbox.ts";
import { fromFileUrl } from "../../support/module_graph.ts";
import type { Engine } from "./engine.ts";
import type { Lab } from "./lab.ts";

/** The directory that screens are kept in, for notes; unset where nobody wants them. */
const SCREENS_VARIABLE = "ATMOS_ECR_SCREENS";

/** How often to look at the screen, and for how long, in milliseconds. */
const POLL = { everyMs: 60, limitMs: 60_000 } as const;

/** A person's speed: 40 words of five characters in a minute, as most people type. */
const CHARACTERS_A_SECOND = 40 * 5 / 60;

/** As many keys as it takes to paste. */
const PASTE = "^V";

/** What a shell shows when it waits. */
const PROMPT = "$ ";

/** How a person sits down. */
export interface Seat {
  /** Of the terminal. @default {80} */
  readonly columns?: number;
  /** Variables besides HOME, PATH and those that lead into the lab. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether `~/.local/bin` is on the PATH. @default {true} */
  readonly ownBin?: boolean;
}

/**
 * A new user at a terminal: a fresh home, a shell, Docker, the program under the name `atmos-ecr`, and a browser. Every key is counted (a host
 * or URL is pasted), and what is on the screen is what tmux draws.
 */
export class Desk implements AsyncDisposable {
  readonly #lab: Lab;
  readonly #socket: string;
  readonly #since = Date.now();
  readonly #name: string;
  #keys = 0;
  #kept = 0;

  private constructor(lab: Lab, name: string) {
    this.#lab = lab;
    this.#name = name;
    this.#socket = join(lab.sandbox.root, "tmux");
  }

  /** @param name Of the trial, for what is kept of it. */
  static async sit(lab: Lab, engine: Engine, name: string, seat: Seat = {}): Promise<Desk> {
    const desk = new Desk(lab, name);
    await placeProgram(lab);
    await lab.addProgram(
      "xdg-open",
      `#!/bin/sh\nDENO_CERT="$SSL_CERT_FILE" exec ${
        [
          Deno.execPath(),
          "run",
          "-A",
          "--no-check",
          "--quiet",
          fromFileUrl("../tests/program/sso_browser.ts"),
        ]
          .map(shellWord).join(" ")
      } "$1" >/dev/null 2>&1\n`,
    );
    const { home } = lab.sandbox;
    const { SSL_CERT_FILE = "", AWS_CA_BUNDLE = "" } = lab.environment();
    const own = seat.ownBin === false ? [] : [join(home, ".local", "bin")];
    const env = {
      HOME: home,
      // Not /usr/local/bin: it is the machine's own.
      PATH: [...own, lab.bin, "/usr/bin", "/bin"].join(":"),
      TERM: "tmux-256color",
      LANG: "C.UTF-8",
      PS1: `\\w${PROMPT}`,
      SSL_CERT_FILE,
      AWS_CA_BUNDLE,
      ATMOS_ECR_SYSTEM_CONFIG_PATH: "",
      DENO_DIR: lab.definedEnvironment()["DENO_DIR"] ?? "",
      DENO_NO_UPDATE_CHECK: "1",
      ...engine.environment,
      ...seat.env,
    };
    const shell = ["env", "-i", ...Object.entries(env).map(([key, value]) => `${key}=${value}`)];
    await desk.#tmux(
      ...["-f", "/dev/null", "new-session", "-d", "-x", `${seat.columns ?? 80}`, "-y", "50", "-c", home],
      ...[...shell, "bash", "--norc", "--noprofile"],
    );
    await desk.until(PROMPT.trimEnd());
    return desk;
  }

  /** Types a text, and Enter. */
  async enter(text: string): Promise<void> {
    if (text !== "") await this.#tmux("send-keys", "-l", text);
    await this.press("Enter");
    // Nobody types a host or a URL that is in the clipboard.
    this.#keys += text.replaceAll(/\S+\.(?:amazonaws|awsapps)\.com\S*/g, PASTE).length;
  }

  /** Presses keys, by tmux' names of them. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#tmux("send-keys", key);
      this.#keys += 1;
      // An escape sequence that is cut in two would be two keys.
      await pause(POLL.everyMs);
    }
  }

  /** What is on the screen, without what is blank below. */
  async screen(): Promise<string> {
    return (await this.#tmux("capture-pane", "-p")).trimEnd();
  }

  /** Waits until something is in the last lines of the screen. @returns The whole. @throws When it does not come. */
  async until(text: string): Promise<string> {
    const limit = Date.now() + POLL.limitMs;
    for (;;) {
      const screen = await this.screen();
      if (screen.includes(text)) return screen;
      if (Date.now() > limit) throw new Error(`${this.#name}: "${text}" is not on the screen:\n${screen}`);
      await pause(POLL.everyMs);
    }
  }

  /** Clears the screen, enters a command, and waits for its end. @returns What is on the screen. */
  async run(command: string): Promise<string> {
    await this.#tmux("send-keys", "C-l");
    // Before that, the end of an earlier command would look like that of this one.
    const limit = Date.now() + POLL.limitMs;
    while (!isCleared(await this.screen()) && Date.now() < limit) await pause(POLL.everyMs);
    await this.enter(command);
    return await this.ended();
  }

  /** Waits until the shell waits. @returns What is on the screen. */
  async ended(): Promise<string> {
    const limit = Date.now() + POLL.limitMs;
    for (;;) {
      const screen = await this.#tmux("capture-pane", "-p");
      if (/\n[^\n]*\$ ?\n*$/.test(screen)) return await this.keep();
      if (Date.now() > limit) throw new Error(`${this.#name}: the program does not end:\n${screen}`);
      await pause(POLL.everyMs);
    }
  }

  /** Keeps the screen where they are wanted. @returns It. */
  async keep(): Promise<string> {
    const screen = await this.screen();
    const directory = Deno.env.get(SCREENS_VARIABLE);
    if (directory !== undefined) {
      await Deno.mkdir(directory, { recursive: true });
      const number = `${this.#kept += 1}`.padStart(2, "0");
      await Deno.writeTextFile(join(directory, `${this.#name}.${number}.txt`), `${screen}\n`);
    }
    return screen;
  }

  /** Seconds that a person needs to type what was typed, and those that went by. */
  get effort(): { readonly keys: number; readonly typing: number; readonly passed: number } {
    return {
      keys: this.#keys,
      typing: Math.round(this.#keys / CHARACTERS_A_SECOND),
      passed: Math.round((Date.now() - this.#since) / 1000),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const directory = Deno.env.get(SCREENS_VARIABLE);
    if (directory !== undefined) {
      await Deno.writeTextFile(join(directory, `${this.#name}.effort.json`), JSON.stringify(this.effort));
    }
    await this.#tmux("kill-server").catch(() => {});
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    return (await this.#lab.demand(["tmux", "-S", this.#socket, ...args], { env: { LANG: "C.UTF-8" } }))
      .stdout;
  }
}

/** Whether there is a prompt and nothing else, in two lines if it is long. */
function isCleared(screen: string): boolean {
  return screen.split("\n").length <= 2 && screen.split(PROMPT.trimEnd()).length === 2;
}

/** The executable itself, so that what is beside it is beside it; from source, what runs it. */
async function placeProgram(lab: Lab): Promise<void> {
  const [program = "", ...more] = programUnderTest();
  if (more.length > 0) return await lab.addOwnProgram();
  const path = join(lab.bin, "atmos-ecr");
  await Deno.link(program, path).catch(() => Deno.copyFile(program, path));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
