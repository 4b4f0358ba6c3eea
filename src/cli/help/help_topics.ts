import { ERROR_CODES, EXIT_CODES, type ExitName } from "../../domain/errors/error_codes.ts";
import type { HelpTopic } from "../command/define_command.ts";
import { ENVIRONMENT_TOPIC } from "./environment_topic.ts";

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
const EXIT_CODES_TOPIC: HelpTopic = {
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

/** `help config`: where the configuration is found, and what it contains. */
const CONFIG_TOPIC: HelpTopic = {
  name: "config",
  summary: "configuration files",
  description:
    "The configuration is the auth section of atmos.yaml. Files are found and merged as in Atmos: maps merge deeply, lists are replaced, " +
    "later sources override earlier ones, and a file overrides what it imports.",
  sections: [
    {
      heading: "Sources, in order of increasing precedence",
      rows: [
        ["1", "the system directory: /usr/local/etc/atmos"],
        ["2", "~/.atmos"],
        ["3", "the nearest parent directory with an atmos.yaml, unless the working directory has one"],
        ["4", "the root of the git repository, unless the working directory has one"],
        ["5", "the working directory"],
        ["6", "ATMOS_CLI_CONFIG_PATH"],
        ["7", "profiles: --profile, else ATMOS_PROFILE, else profiles.default"],
      ],
    },
    {
      heading: "To replace sources 1 to 6",
      rows: [[
        "--config, --config-path",
        "or ATMOS_CONFIG, ATMOS_CONFIG_PATH: only these files and directories",
      ]],
    },
    {
      heading: "The auth section",
      rows: [
        ["auth.providers.NAME", "where initial credentials come from"],
        ["auth.identities.NAME", "AWS principals: kind, via (its base), principal, default"],
        ["auth.integrations.NAME", "registries: kind aws/ecr or aws/ecr-public, via.identity, spec.registry"],
        ["auth.realm", "isolates sessions between customers"],
      ],
    },
    {
      heading: "Inspect the configuration",
      rows: [
        ["atmos-ecr config path", "which files are read"],
        ["atmos-ecr config show", "the merged configuration"],
        ["atmos-ecr config explain KEY", "the origin of a value, and what it overrides"],
        ["atmos-ecr config validate", "problems, and differences from Atmos"],
      ],
    },
  ],
};

/** The topics of `help TOPIC`. */
export const HELP_TOPICS: readonly HelpTopic[] = [ENVIRONMENT_TOPIC, EXIT_CODES_TOPIC, CONFIG_TOPIC];
