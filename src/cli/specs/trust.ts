import { argument, type Command, defineCommand, option } from "../command/define_command.ts";

/** `atmos-ecr trust` */
export const TRUST: Command = defineCommand({
  name: "trust",
  summary: "allow commands and custom endpoints in a config file",
  description:
    "Trusts the current content of a file, after showing what this allows: running commands, fetching files, sending requests to hosts " +
    "other than AWS, or sending AWS the values of variables and other files. A changed file is no longer trusted. Plain data needs no trust.",
  arguments: [argument("[file]", "the file; by default, the configuration files that need trust")],
  options: [option("-y, --yes", "do not ask for confirmation")],
  examples: [
    ["atmos-ecr trust", "the configuration files that need it"],
    ["atmos-ecr trust atmos.yaml", "the current content of one file"],
  ],
  run: async () => ({ run: (await loadTrust()).trust }),
});

/** `atmos-ecr untrust` */
export const UNTRUST: Command = defineCommand({
  name: "untrust",
  summary: "revoke trust in a config file",
  description: "Revokes trust in a file.",
  arguments: [argument("[file]", "the file; by default, all configuration files")],
  examples: [["atmos-ecr untrust", "all configuration files"], ["atmos-ecr untrust atmos.yaml", "one file"]],
  run: async () => ({ run: (await loadTrust()).untrust }),
});

const loadTrust = (): Promise<typeof import("../commands/trust.ts")> =>
  import(Deno.build.standalone ? "../commands/trust.ts" : "../commands/trust.ts");
