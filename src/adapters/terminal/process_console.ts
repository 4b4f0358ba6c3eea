import { writeSync } from "node:fs";
import type { Console } from "../../ports/console.ts";
import type { Environment } from "../../ports/environment.ts";
import { wantsColour } from "./colour.ts";
import type { LiveLines } from "./live_lines.ts";

const STDOUT = 1;
const STDERR = 2;

/** The standard streams of this process. */
export class ProcessConsole implements Console {
  readonly colourOut: boolean;
  readonly colourErr: boolean;

  readonly #live: LiveLines;

  /** @param live What else is on the screen. */
  constructor(environment: Environment, live: LiveLines) {
    this.#live = live;
    this.colourOut = wantsColour(environment, Deno.stdout.isTerminal());
    this.colourErr = wantsColour(environment, Deno.stderr.isTerminal());
  }

  out(text: string): void {
    this.#live.erase();
    writeAll(STDOUT, text);
  }

  err(text: string): void {
    this.#live.erase();
    writeAll(STDERR, text);
  }

  get columnsOut(): number | undefined {
    return Deno.stdout.isTerminal() ? terminalColumns() : undefined;
  }

  get columnsErr(): number | undefined {
    return Deno.stderr.isTerminal() ? terminalColumns() : undefined;
  }
}

function terminalColumns(): number | undefined {
  try {
    // A terminal that does not know its width says 0.
    return Deno.consoleSize().columns || undefined;
  } catch {
    return undefined;
  }
}

/** Writes everything before it returns, so that nothing is lost when the program exits. A reader that has gone is no error of ours. */
function writeAll(stream: number, text: string): void {
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(stream, bytes, written);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") continue;
      if (error instanceof Error && "code" in error && error.code === "EPIPE") return;
      throw error;
    }
  }
}
