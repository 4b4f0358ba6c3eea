import { argument, type Command, defineCommand, defineGroup, option } from "../command/define_command.ts";

const PATH = defineCommand({
  name: "path",
  summary: "print the files that are read",
  description:
    "Prints the files that make up the configuration, one a line, the later over the earlier. With --verbose also why each was read, " +
    "or was not. When one cannot be used, those up to there are printed, that one marked as broken.",
  examples: [
    ["atmos-ecr config path", "the files that are read"],
    ["atmos-ecr config path -v", "why each was read, or was not"],
  ],
  run: (): Promise<typeof import("../commands/config_path.ts")> =>
    import(Deno.build.standalone ? "../commands/config_path.ts" : "../commands/config_path.ts"),
});

const SHOW = defineCommand({
  name: "show",
  summary: "print the merged auth section",
  description:
    "Prints the auth section that all files make up together, with the realm that is in effect. Secrets are shown as ***.",
  examples: [
    ["atmos-ecr config show", "as YAML"],
    ["atmos-ecr config show --profile ci -o json", "with a profile, for scripts"],
  ],
  run: (): Promise<typeof import("../commands/config_show.ts")> =>
    import(Deno.build.standalone ? "../commands/config_show.ts" : "../commands/config_show.ts"),
});

const EXPLAIN = defineCommand({
  name: "explain",
  summary: "print where values come from",
  description:
    "Prints values of the auth section with the file and line, variable or default that each comes from, and below it what it " +
    "overrode, the nearest first. Secrets are shown as ***.",
  arguments: [argument("[key]", "a dotted key, such as auth.identities.dev.kind; all of them when absent")],
  examples: [
    ["atmos-ecr config explain", "every value of the auth section"],
    ["atmos-ecr config explain identities.dev-admin", "the values of one identity"],
    ["atmos-ecr config explain 'integrations.\"dev.ecr\".via'", "a name with a dot, in quotes"],
  ],
  run: (): Promise<typeof import("../commands/config_explain.ts")> =>
    import(Deno.build.standalone ? "../commands/config_explain.ts" : "../commands/config_explain.ts"),
});

const VALIDATE = defineCommand({
  name: "validate",
  summary: "check the auth section",
  description:
    "Checks the whole auth section and reports everything that is wrong with it, by position, and where Atmos would make something " +
    "else of it. Of more than 200 problems the first are shown, errors before warnings. Exits with 2 when there is an error; " +
    "warnings alone do not count.",
  examples: [
    ["atmos-ecr config validate", "the configuration here"],
    ["atmos-ecr config validate --config atmos.yaml", "one file"],
  ],
  run: (): Promise<typeof import("../commands/config_validate.ts")> =>
    import(Deno.build.standalone ? "../commands/config_validate.ts" : "../commands/config_validate.ts"),
});

/** `atmos-ecr config` with its commands. */
export const CONFIG: Command = defineGroup({
  name: "config",
  summary: "look into the configuration",
  description:
    "Shows which files make up the configuration, what it says, where that comes from, and what is wrong with it.",
  examples: [
    ["atmos-ecr config validate", "what is wrong"],
    ["atmos-ecr config explain auth.realm", "where a value comes from"],
  ],
  sections: [{ heading: "Commands", commands: [PATH, SHOW, EXPLAIN, VALIDATE] }],
});

/** `atmos-ecr trust` */
export const TRUST: Command = defineCommand({
  name: "trust",
  summary: "let a file run programs",
  description:
    "Trusts a file as it is now, after showing what that allows it: to run programs, to fetch files, to send requests elsewhere than " +
    "to AWS. When the file changes it is trusted no more. Files that are plain data need no trust.",
  arguments: [argument("[file]", "the file; those of the configuration that need trust when absent")],
  options: [option("-y, --yes", "do not ask for confirmation")],
  examples: [
    ["atmos-ecr trust", "the files of the configuration that need it"],
    ["atmos-ecr trust atmos.yaml", "one file, as it is now"],
  ],
  run: (): Promise<typeof import("../commands/trust.ts")> =>
    import(Deno.build.standalone ? "../commands/trust.ts" : "../commands/trust.ts"),
});

/** `atmos-ecr untrust` */
export const UNTRUST: Command = defineCommand({
  name: "untrust",
  summary: "take that back",
  description: "Takes the trust in a file back.",
  arguments: [argument("[file]", "the file; all of the configuration when absent")],
  examples: [
    ["atmos-ecr untrust", "all files of the configuration"],
    ["atmos-ecr untrust atmos.yaml", "one file"],
  ],
  run: (): Promise<typeof import("../commands/untrust.ts")> =>
    import(Deno.build.standalone ? "../commands/untrust.ts" : "../commands/untrust.ts"),
});

/** `atmos-ecr doctor` */
export const DOCTOR: Command = defineCommand({
  name: "doctor",
  summary: "find out why logins do not work",
  description:
    "Examines what logins depend on: the helper on the PATH, Docker's configuration, pins, directories, the configuration, variables, " +
    "and the clock, for which AWS is asked once, without credentials. Exits with 1 when something fails; warnings do not count.",
  options: [option("--offline", "do not ask AWS for the time")],
  examples: [
    ["atmos-ecr doctor", "everything"],
    ["atmos-ecr doctor --offline", "all but the clock, for which AWS is asked"],
  ],
  run: (): Promise<typeof import("../commands/doctor.ts")> =>
    import(Deno.build.standalone ? "../commands/doctor.ts" : "../commands/doctor.ts"),
});
