import { ERROR_CODES, EXIT_CODES, type ExitName } from "../../domain/errors/error_codes.ts";
import type { HelpTopic } from "./help_topic.ts";

const MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: "success",
  failure: "failure, for example access denied to every registry",
  usage: "usage or configuration error",
  environment: "environment error, for example a read-only directory or AWS unreachable",
  loginRequired: "interactive login required",
  partial: "some registries failed, others succeeded",
  notExecutable: "auth exec: command cannot be executed",
  notFound: "auth exec: command not found",
  interrupted: "interrupted",
};

/** `help exit-codes`: exit codes, and the error codes behind them. */
export const EXIT_CODES_TOPIC: HelpTopic = {
  name: "exit-codes",
  summary: "exit codes and error codes",
  description: "The exit codes of atmos-ecr. Every error also has a stable code, on the last " +
    "line of the message and in error.code in JSON. The credential helper uses only 0 and 1.",
  sections: [
    {
      heading: "Exit codes",
      rows: Object.entries(EXIT_CODES).map(([name, code]) =>
        [`${code}`, MEANINGS[name as ExitName]] as const
      ),
    },
    {
      heading: "Error codes",
      rows: Object.entries(ERROR_CODES).map(([code, { exit, summary }]) =>
        [code, `${summary} (${EXIT_CODES[exit]})`] as const
      ),
    },
  ],
};
