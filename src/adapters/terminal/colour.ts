import type { Environment } from "../../ports/process.ts";

/**
 * Whether to use colours on a stream: never with `NO_COLOR`, `CLICOLOR=0` or `TERM=dumb`, always with `CLICOLOR_FORCE` or `FORCE_COLOR`,
 * otherwise if it is a terminal.
 *
 * Reference: https://no-color.org and https://bixense.com/clicolors
 */
export function wantsColour(environment: Environment, terminal: boolean): boolean {
  if (environment.get("NO_COLOR")) return false;
  if (environment.get("CLICOLOR") === "0") return false;
  if (isOn(environment.get("CLICOLOR_FORCE")) || isOn(environment.get("FORCE_COLOR"))) return true;
  return terminal && environment.get("TERM") !== "dumb";
}

function isOn(value = ""): boolean {
  return !["", "0", "false"].includes(value);
}
