import { escapeText } from "../text/escape.ts";

/** One answer of the helper, as far as a log may know it: never what was on standard output. */
export interface LoggedAnswer {
  readonly at: Date;
  /** The verb of Docker's protocol, `kubelet`, or what was typed instead. */
  readonly call: string;
  /** Undefined where the request named no registry of ECR. */
  readonly host: string | undefined;
  readonly exitCode: number;
  /** Milliseconds from the start of the call. */
  readonly tookMs: number;
  /** What was said on standard error; empty for nothing. */
  readonly said: string;
}

/** Longer than any line that the helper says. */
const MAX_LENGTH = 2000;

/**
 * Access key ids, and what is as long as a secret key or a token. Hosts and ARNs have dots and colons, at which it stops; paths begin
 * with a slash. Reference: IAM's unique identifiers
 */
const SECRET_REGEXP = /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}\b|(?<![\w/])(?!\/)[A-Za-z0-9+/=_-]{40,}/g;

/** The line of an answer: time, call, host, outcome, duration, and what was said. One line, whatever is in it. */
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
