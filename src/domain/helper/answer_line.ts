import { escapeText } from "../text/escape.ts";

/** One call of the helper, with what a log may contain: never standard output. */
export interface LoggedAnswer {
  readonly at: Date;
  /** The verb of Docker's protocol, `kubelet`, or what was typed instead. */
  readonly call: string;
  /** Undefined if the request named no ECR registry. */
  readonly host: string | undefined;
  readonly exitCode: number;
  /** The duration of the call in milliseconds. */
  readonly tookMs: number;
  /** The text on standard error; empty for nothing. */
  readonly said: string;
}

/** Longer than any line of the helper. */
const MAX_LENGTH = 2000;

/**
 * Access key ids, and texts as long as a secret key or a token. Hosts and ARNs contain dots and colons, where the match stops; paths start
 * with a slash. Reference: IAM's unique identifiers
 */
const SECRET_REGEXP = /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b|(?<![\w/])(?!\/)[A-Za-z0-9+/=_-]{40,}/g;

/** The log line of a call: time, call, host, result, duration, and standard error. Always a single line. */
export function answerLine({ at, call, host, exitCode, tookMs, said }: LoggedAnswer): string {
  const outcome = exitCode === 0 ? "ok" : "no credentials";
  const words = escapeText(said.trim().replaceAll(/\s*\n\s*/g, " ")).replaceAll(SECRET_REGEXP, "***").slice(
    0,
    MAX_LENGTH,
  );
  return `${at.toISOString()} ${escapeText(call.slice(0, 100))} ${host ?? "-"}: ${
    call === "get" || call === "kubelet" ? outcome : `exit ${exitCode}`
  } (${Math.round(tookMs)} ms)${words === "" ? "" : ` ${words}`}\n`;
}
