import { definedFields } from "../../../domain/auth/decode/field_reader.ts";
import type { Located, Provider } from "../../../domain/auth/model/auth_config.ts";
import { parseDurationSeconds } from "../../../domain/auth/model/durations.ts";
import { formatOrigin, positionOf } from "../../../domain/config/origin.ts";
import { ConfigError, type ErrorDetails, LoginError } from "../../../domain/errors/errors.ts";
import type { StepCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import { escapeText, shellWord } from "../../../domain/text/escape.ts";
import { notTrusted, trustHint } from "../../../domain/trust/trusted_files.ts";
import type { Browser, SamlAssertions, SamlBrowser, SamlFiles } from "../../../ports/browser.ts";
import type { Commands } from "../../../ports/process.ts";
import type { Prompter } from "../../../ports/terminal.ts";
import type { Deadline } from "../../../ports/time.ts";
import { type LoginOptions, noPromptWords, type ProviderStep } from "../contract/identity_step.ts";

/** Time limit for the user, in milliseconds: as for IAM Identity Center. */
const TIMEOUT_MS = 5 * 60_000;

/** The minimum of `DurationSeconds`. Reference: API_AssumeRoleWithSAML */
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;

/** What a login through an identity provider needs. */
export interface SamlPorts {
  readonly browser: SamlBrowser;
  readonly assertions: SamlAssertions;
  readonly files: SamlFiles;
}

/** What the step needs. */
interface StepPorts {
  readonly saml: SamlPorts;
  /** Whether the user has a screen on this machine. */
  readonly browser: Pick<Browser, "available">;
  readonly prompter: Prompter;
  readonly commands: Commands;
  readonly options: LoginOptions;
}

/**
 * An assertion of a SAML identity provider: from `--saml-assertion`, otherwise from the command in `saml_process`, otherwise from the
 * identity provider's page, where the user logs in with a browser.
 */
export function samlStep(ports: StepPorts): ProviderStep {
  return async (provider, { deadline }) => {
    const response = await findResponse(provider, deadline, ports);
    const reading = await ports.saml.assertions.read(response);
    if (reading.kind === "invalid") throw invalidAssertion(provider, reading.state);
    return {
      kind: "saml",
      assertion: reading.assertion,
      provider: provider.name,
      ...definedFields({
        region: provider.fields.get("region")?.value,
        durationSeconds: sessionSeconds(provider),
      }),
    } satisfies StepCredentials;
  };
}

async function findResponse(provider: Provider, deadline: Deadline, ports: StepPorts): Promise<Secret> {
  const { options, saml } = ports;
  if (options.samlAssertion !== undefined) return await saml.files.read(options.samlAssertion);
  const process = provider.fields.get("saml_process");
  if (process !== undefined) return await runProcess(provider, process, deadline, ports);
  return await signIn(provider, deadline, ports);
}

async function runProcess(
  provider: Provider,
  command: Located<string>,
  deadline: Deadline,
  { commands }: StepPorts,
): Promise<Secret> {
  if (command.trusted !== true) throw untrusted(provider, "saml_process", command);
  using _clock = deadline.pause();
  const result = await commands(command.value, command.origin);
  const failed = (state: string): LoginError =>
    failedLogin(provider, "LOGIN_REQUIRED", `saml_process ${state}`, {
      hint: "Run the command by hand to see why; it must print the base64 SAML response",
      position: positionOf(command.origin),
    });
  if (result.kind === "failed") throw failed(`failed, ${result.state}`);
  if (result.code !== 0) throw failed(`exited with code ${result.code}`);
  return new Secret(result.stdout.trim());
}

async function signIn(provider: Provider, deadline: Deadline, ports: StepPorts): Promise<Secret> {
  const { browser, options, prompter, saml } = ports;
  if (!prompter.interactive) throw loginRequired(provider, noPromptWords(options), options);
  if (!browser.available) throw loginRequired(provider, "this machine has no display for a browser", options);
  const program = browserPath(provider);
  prompter.tell(
    `Log in to "${
      escapeText(provider.name)
    }" in the browser window that opens. Waiting up to 5 minutes; Ctrl-C cancels\n`,
  );
  using _clock = deadline.pause();
  const end = await saml.browser.signIn({
    url: provider.fields.get("url")?.value ?? "",
    browserPath: program,
    timeoutMs: TIMEOUT_MS,
    signal: deadline.signal,
  });
  switch (end.kind) {
    case "response":
      return end.response;
    case "closed":
      throw failedLogin(
        provider,
        "SAML_DENIED",
        "the browser window was closed before the login was complete",
        { hint: "Log in again, and leave the window open until it says that you are logged in" },
      );
    case "late":
      throw failedLogin(provider, "SAML_EXPIRED", "it was not completed within 5 minutes", {
        hint: "Log in again. If the identity provider shows an error, check the provider's `url`",
        position: positionOf(provider.origin),
      });
    case "no-browser":
      throw failedLogin(provider, "BROWSER_UNUSABLE", missingBrowser(end.looked), {
        hint:
          "Install Chrome, Chromium, Edge or Brave, set browser_executable_path in the provider, or pass the response with --saml-assertion",
        position: positionOf(provider.origin),
      });
    case "failed":
      throw failedLogin(provider, "BROWSER_UNUSABLE", `the browser cannot be used: ${end.state}`, {
        hint:
          "Close the browser, set browser_executable_path to another one, or pass the response with --saml-assertion",
        position: positionOf(provider.origin),
      });
  }
}

/** The browser that the provider names: a program, which only a trusted file may select. */
function browserPath(provider: Provider): string | undefined {
  const path = provider.fields.get("browser_executable_path");
  if (path !== undefined && path.trusted !== true) throw untrusted(provider, "browser_executable_path", path);
  return path?.value;
}

function missingBrowser(looked: readonly string[]): string {
  const [only, ...others] = looked;
  return only !== undefined && others.length === 0
    ? `there is no browser at "${only}"`
    : "no supported browser was found";
}

/** Seconds; values out of range are clamped, as in Atmos. */
function sessionSeconds({ fields }: Provider): number | undefined {
  const seconds = parseDurationSeconds(fields.get("session.duration")?.value ?? "");
  return seconds === undefined ? undefined : Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));
}

function failedLogin(
  { name }: Provider,
  code: LoginError["code"],
  state: string,
  details: ErrorDetails,
): LoginError {
  return new LoginError(code, `Cannot log in to SAML provider "${name}": ${state}`, details);
}

function loginRequired(provider: Provider, state: string, { flags = "" }: LoginOptions): LoginError {
  const command = `atmos-ecr auth login --provider ${shellWord(provider.name)}${flags}`;
  return failedLogin(provider, "LOGIN_REQUIRED", `interactive login is required, and ${state}`, {
    hint: `Run \`${command}\` in a terminal on a desktop, or pass the SAML response with --saml-assertion`,
  });
}

function invalidAssertion(provider: Provider, state: string): LoginError {
  return new LoginError(
    "SAML_ASSERTION_INVALID",
    `Cannot use the SAML response of provider "${provider.name}": ${state}`,
    {
      hint:
        "Log in again. If the error persists, ask the identity provider's administrator to check its AWS application",
      position: positionOf(provider.origin),
    },
  );
}

function untrusted({ name }: Provider, field: string, { origin, leader }: Located<string>): ConfigError {
  const file = origin.kind === "file" ? origin.file : formatOrigin(origin);
  return new ConfigError(
    "CONFIG_UNTRUSTED",
    `Cannot use ${field} of provider "${name}": it runs a program, and ${notTrusted(file, leader)}`,
    { hint: trustHint(leader ?? file), position: positionOf(origin) },
  );
}
