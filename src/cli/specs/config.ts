import { argument, type Command, defineCommand, option } from "../command/define_command.ts";

const PATH = defineCommand({
  name: "path",
  summary: "print the configuration files",
  description:
    "Prints the configuration files, one per line; later files override earlier ones. With --verbose, also prints why each file was read " +
    "or skipped. If a file is invalid, the list ends with it, marked as broken.",
  examples: [
    ["atmos-ecr config path", "the configuration files"],
    ["atmos-ecr config path -v", "why each file was read or skipped"],
  ],
  run: async () => ({ run: (await loadConfig()).path }),
});

const SHOW = defineCommand({
  name: "show",
  summary: "print the merged auth section",
  description: "Prints the merged auth section, with the effective realm. Secrets are shown as ***.",
  examples: [
    ["atmos-ecr config show", "as YAML"],
    ["atmos-ecr config show --profile ci -o json", "with a profile, for scripts"],
  ],
  run: async () => ({ run: (await loadConfig()).show }),
});

const EXPLAIN = defineCommand({
  name: "explain",
  summary: "show the origin of values",
  description:
    "Prints the values of the auth section with their origin (file and line, variable or default), followed by the values they " +
    "override, nearest first. Secrets are shown as ***.",
  arguments: [argument("[key]", "a dotted key, such as auth.identities.dev.kind; default all")],
  examples: [
    ["atmos-ecr config explain", "every value of the auth section"],
    ["atmos-ecr config explain identities.dev-admin", "the values of one identity"],
    ["atmos-ecr config explain 'integrations.\"dev.ecr\".via'", "a name with a dot, in quotes"],
  ],
  run: async () => ({ run: (await loadConfig()).explain }),
});

const VALIDATE = defineCommand({
  name: "validate",
  summary: "validate the auth section",
  description:
    "Validates the whole auth section and reports every problem with its position, including differences from how Atmos reads " +
    "it. Shows at most 200 problems, errors before warnings. Exits with 2 if there are errors; " +
    "warnings do not affect the exit code.",
  examples: [
    ["atmos-ecr config validate", "the current configuration"],
    ["atmos-ecr config validate --config atmos.yaml", "one file"],
  ],
  run: (): Promise<typeof import("../commands/config_validate.ts")> =>
    import(Deno.build.standalone ? "../commands/config_validate.ts" : "../commands/config_validate.ts"),
});

/** `atmos-ecr config` with its commands. */
export const CONFIG: Command = defineCommand({
  name: "config",
  summary: "inspect the configuration",
  description:
    "Shows the configuration files, the merged configuration, the origin of its values, and its problems.",
  examples: [
    ["atmos-ecr config validate", "list all problems"],
    ["atmos-ecr config explain auth.realm", "the origin of a value"],
  ],
  sections: [{ heading: "Commands", commands: [PATH, SHOW, EXPLAIN, VALIDATE] }],
});

/** `atmos-ecr doctor` */
export const DOCTOR: Command = defineCommand({
  name: "doctor",
  summary: "diagnose failing logins",
  description:
    "Checks everything that logins depend on: the helper on the PATH, Docker's configuration, pins, directories, the configuration, " +
    "variables, and the clock, with one unauthenticated call to AWS. Exits with 1 if a check fails; warnings do not affect the exit code.",
  options: [option("--offline", "skip the call to AWS that checks the clock")],
  examples: [["atmos-ecr doctor", "everything"], ["atmos-ecr doctor --offline", "without the clock check"]],
  run: (): Promise<typeof import("../commands/doctor.ts")> =>
    import(Deno.build.standalone ? "../commands/doctor.ts" : "../commands/doctor.ts"),
});

const loadConfig = (): Promise<typeof import("../commands/config.ts")> =>
  import(Deno.build.standalone ? "../commands/config.ts" : "../commands/config.ts");
