import { EnvironmentError } from "../../domain/errors/errors.ts";
import { UNWRITABLE_HINT, UnwritableOutput } from "../../domain/helper/protocol.ts";
import type { Environment } from "../../ports/process.ts";
import type { Console } from "../../ports/terminal.ts";
import { writeErr, writeOut } from "../fs/standard_streams.ts";
import { wantsColour } from "./colour.ts";

/** Lines that change while work is in progress. */
export interface Screen {
  live?: { erase(): void };
}

/** The standard streams of this process. */
export class ProcessConsole implements Console {
  readonly colourOut: boolean;
  readonly colourErr: boolean;

  readonly #screen: Screen;

  /** @param screen Other content on the screen. */
  constructor(environment: Environment, screen: Screen) {
    this.#screen = screen;
    this.colourOut = wantsColour(environment, Deno.stdout.isTerminal());
    this.colourErr = wantsColour(environment, Deno.stderr.isTerminal());
  }

  out(text: string): void {
    this.#screen.live?.erase();
    try {
      writeOut(text);
    } catch (cause) {
      if (!(cause instanceof UnwritableOutput)) throw cause;
      throw new EnvironmentError(cause.code, cause.message, { hint: UNWRITABLE_HINT, cause });
    }
  }

  err(text: string): void {
    this.#screen.live?.erase();
    writeErr(text);
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
    // A terminal with an unknown width reports 0.
    return Deno.consoleSize().columns || undefined;
  } catch {
    return undefined;
  }
}
