/** Options and arguments that several commands have. */
import { type Argument, argument, type Option, option } from "../command/define_command.ts";
import { OUTPUT_FORMATS } from "../output/output_options.ts";

/** Options that every command takes, before or after its name. */
export const GLOBAL_OPTIONS: readonly Option[] = [
  option("--version", "print the version"),
  option("--config <file>", "read this file instead of looking for atmos.yaml (repeatable)", {
    repeatable: true,
  }),
  option("--config-path <dir>", "read atmos.yaml in this directory (repeatable)", { repeatable: true }),
  option(
    "--profile [name]",
    "merge this profile over the configuration (repeatable, or a comma list); without a name, choose one",
    { repeatable: true },
  ),
  option("--base-path <dir>", "the base path, which imports are relative to"),
  option("--lenient", "warn of imports that fail, and go on without them"),
  option("-C, --chdir <dir>", "work in this directory"),
  option("-o, --output <format>", "text for people, json for scripts; list also draws", {
    choices: OUTPUT_FORMATS,
    initial: "text",
  }),
  option("--no-color", "no colours"),
  option("-v, --verbose", "tell more on standard error"),
  option("-q, --quiet", "print nothing but errors"),
];

/** How to log in. */
export const LOGIN_OPTIONS: readonly Option[] = [
  option("--device", "log in to IAM Identity Center by a code, on whatever device has a browser"),
  option("--webflow", "sign in to an IAM user at AWS' page in the browser, also where there are access keys"),
  option(
    "--saml-assertion <file>",
    "the base64 response of a SAML identity provider; - reads standard input",
  ),
  option("--mfa-code <code>", "the code of the MFA device, so that nobody is asked; also ATMOS_ECR_MFA_CODE"),
];

/** Which identity is meant. */
export const IDENTITY_OPTION: Option = option(
  "-i, --identity [name]",
  "the identity; without a name, choose one. ATMOS_IDENTITY and the default identity come after it",
);

/** The directory of Docker. */
export const DOCKER_CONFIG_OPTION: Option = option(
  "--docker-config <dir>",
  "Docker's directory, with config.json and the pins, in place of DOCKER_CONFIG",
);

/** Which registries `login` and `logout` mean. */
export const TARGETS: Argument = argument(
  "[target...]",
  "integrations of atmos.yaml by name, or registries by host",
);

/** Which registries `login` and `logout` mean. */
export const SELECTION_OPTIONS: readonly Option[] = [
  option("-i, --identity [name]", "the integrations of an identity; without a name, choose one"),
  option(
    "-r, --registry <host>",
    "a registry by its host, with --identity or the environment's credentials (repeatable)",
    { repeatable: true },
  ),
  option("--public", "ECR Public, public.ecr.aws"),
  option("--all", "every integration for ECR"),
];
