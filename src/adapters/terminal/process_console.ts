import { writeSync } from "node:fs";
import type { Console } from "../../ports/console.ts";
import type { Environment } from "../../ports/environment.ts";
import { wantsColour } from "./colour.ts";

const STDOUT = 1;
const STDERR = 2;
const DEFAULT_COLUMNS = 80;

/** The standard streams of this process. */
export class ProcessConsole implements Console {
  readonly colourOut: boolean;
  readonly colourErr: boolean;

  constructor(environment: Environment) {
    this.colourOut = wantsColour(environment, Deno.stdout.isTerminal());
    this.colourErr = wantsColour(environment, Deno.stderr.isTerminal());
  }

  out(text: string): void {
    writeAll(STDOUT, text);
  }

  err(text: string): void {
    writeAll(STDERR, text);
  }

  get columns(): number {
    if (!Deno.stdout.isTerminal()) return DEFAULT_COLUMNS;
    try {
      return Deno.consoleSize().columns;
    } catch {
      return DEFAULT_COLUMNS;
    }
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
