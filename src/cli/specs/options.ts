/** Options and arguments of several commands. */
import { type Argument, argument, type Option, option } from "../command/define_command.ts";
import { OUTPUT_FORMATS } from "../output/output_formats.ts";

/** Options of every command, before or after its name. */
export const GLOBAL_OPTIONS: readonly Option[] = [
  option("--version", "print the version"),
  option("--config <file>", "read this file instead of looking for atmos.yaml (repeatable)", {
    repeatable: true,
  }),
  option("--config-path <dir>", "read atmos.yaml in this directory (repeatable)", { repeatable: true }),
  option(
    "--profile [name]",
    "merge this profile over the configuration (repeatable, or comma-separated); without a name, select one",
    { repeatable: true },
  ),
  option("--base-path <dir>", "the base path for relative imports"),
  option("--lenient", "warn about imports that fail, and continue without them"),
  option("-C, --chdir <dir>", "run in this directory"),
  option("-o, --output <format>", "output format: text or json; `list` can also draw diagrams", {
    choices: OUTPUT_FORMATS,
    initial: "text",
  }),
  option("--no-color", "disable colors"),
  option("-v, --verbose", "print details to standard error"),
  option("-q, --quiet", "print errors only"),
];

/** The options of a login. */
export const LOGIN_OPTIONS: readonly Option[] = [
  option("--device", "log in to IAM Identity Center with a code, in the browser of any device"),
  option("--webflow", "sign in as an IAM user in the browser, even if there are access keys"),
  option("--saml-assertion <file>", "a file with the base64 SAML response; - reads standard input"),
  option("--mfa-code <code>", "the MFA code, instead of a prompt; also ATMOS_ECR_MFA_CODE"),
];

/** Selects an identity. */
export const IDENTITY_OPTION: Option = option(
  "-i, --identity [name]",
  "the identity; without a name, select one. Takes precedence over ATMOS_IDENTITY and the default identity",
);

/** Docker's directory. */
export const DOCKER_CONFIG_OPTION: Option = option(
  "--docker-config <dir>",
  "Docker's directory, with config.json and the pins, instead of DOCKER_CONFIG",
);

/** Selects the registries of `login` and `logout`. */
export const TARGETS: Argument = argument("[target...]", "integration names or registry hosts");

/** Selects the registries of `login` and `logout`. @param registry What `--registry` means. */
export function selectionOptions(registry: string): readonly Option[] {
  return [
    option("-i, --identity [name]", "the integrations of an identity; without a name, select one"),
    option("-r, --registry <host>", `${registry} (repeatable)`, { repeatable: true }),
    option("--public", "ECR Public, public.ecr.aws"),
    option("--all", "every ECR integration"),
  ];
}
