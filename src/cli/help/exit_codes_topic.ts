import { ERROR_CODES, EXIT_CODES, type ExitName } from "../../domain/errors/error_codes.ts";
import type { HelpTopic } from "./help_topic.ts";

const MEANINGS: Readonly<Record<ExitName, string>> = {
  ok: "everything went well",
  failure: "failure, for example every registry denied",
  usage: "usage or configuration",
  environment: "the environment: a directory that cannot be written, AWS out of reach",
  loginRequired: "somebody has to log in first",
  partial: "some registries failed, others did not",
  notExecutable: "auth exec: the program cannot be run",
  notFound: "auth exec: there is no such program",
  interrupted: "interrupted",
};

/** `help exit-codes`: what the program ends with, and the error codes behind it. */
export const EXIT_CODES_TOPIC: HelpTopic = {
  name: "exit-codes",
  summary: "exit codes, and the codes of errors",
  description:
    "What the program ends with. Every error also has a code of its own, which never changes its meaning: it is on the last " +
    "line of the error, and in JSON it is error.code. As Docker's credential helper the program knows only 0 and 1.",
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
