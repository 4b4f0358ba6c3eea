import {
  foreseeFailures,
  login,
  type LoginPlan,
  type LoginPorts,
  planLogin,
  type PlannedGroup,
} from "../../app/login/login.ts";
import { loginTargets } from "../../app/targets/login_targets.ts";
import type { LoginDestination } from "../../domain/docker/login_destination.ts";
import { HELPER_SUFFIX } from "../../domain/docker/our_helper.ts";
import { EnvironmentError } from "../../domain/errors/errors.ts";
import { chainNames } from "../../domain/identity/chain.ts";
import { exitCodeOf, type Outcome } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { CliContext } from "../command/context.ts";
import type { CommandIo, ExitCode } from "../command/define_command.ts";
import { loginOptions, provisionPorts } from "../command/login_options.ts";
import { readSelection, selectionPorts } from "../command/selection.ts";
import { inGitHubActions, loginSummary } from "../output/github.ts";
import { outcomesJson, outcomesText, plannedJson } from "../output/outcomes.ts";
import { asWhom } from "../output/result_lines.ts";
import type { Writer } from "../output/writer.ts";

/** `atmos-ecr login` */
export async function run(io: CommandIo, context: CliContext): Promise<ExitCode> {
  const options = io.options<{ readonly dryRun?: true }>();
  const { writer } = io;
  const how = loginOptions(io, context);
  const { targets, loaded, ...report } = await loginTargets(readSelection(io), selectionPorts(io, context));
  writer.configuration({ ...report, config: loaded?.config });
  const provision = await provisionPorts(io, context, how);
  const ports: LoginPorts = { ...provision, docker: provision.docker() };
  const plan = await planLogin(targets, loaded, ports);
  writer.warnings(plan.notes);
  warnOfHelpers(plan, writer);
  if (options.dryRun === true) return await showPlan(plan, ports, writer, context);
  for (const group of plan.groups) writer.detail(groupText(group));
  const outcomes = await login(plan, ports);
  showOutcomes(outcomes, context, writer);
  await summarize(outcomes, context, writer);
  return exitCodeOf(outcomes);
}

/** The AWS calls of a group, for `--verbose`. */
function groupText({ chain, registry, targets }: PlannedGroup): string {
  const who = chain === undefined ? "the environment's credentials" : chainNames(chain).join(" → ");
  const registries = targets.length === 1 ? registry.host : `${targets.length} registries`;
  return `Requesting a token from ${registry.service} in ${registry.region} for ${registries}, as ${
    escapeText(who)
  }\n`;
}

/** Warns that another helper takes precedence: the login has no effect for Docker. */
function warnOfHelpers({ destinations }: LoginPlan, writer: Writer): void {
  for (const [host, destination] of destinations) {
    const { shadowedBy } = destination;
    if (shadowedBy === undefined) continue;
    const field = destination.kind === "store" && destination.name === shadowedBy
      ? "credsStore"
      : "credHelpers";
    writer.warning(
      `Docker uses docker-credential-${shadowedBy} for ${host} (${field} in its config.json), which overrides this login`,
    );
  }
}

async function showPlan(
  plan: LoginPlan,
  ports: LoginPorts,
  writer: Writer,
  context: CliContext,
): Promise<ExitCode> {
  const failures = await foreseeFailures(plan, ports);
  const outcomes = plan.targets.map((target): Outcome => {
    const error = failures.get(target.registry.host);
    return error === undefined ? { target, status: "ok" } : { target, status: "failed", error };
  });
  const exitCode = exitCodeOf(outcomes);
  if (writer.json) {
    writer.data(plannedJson(outcomes));
    return exitCode;
  }
  for (const { target, status } of outcomes) {
    if (status === "failed") continue;
    const place = placeOf(plan.destinations.get(target.registry.host), ports.docker.path);
    writer.info(`Would log in to ${target.registry.host}${asWhom(target)}: ${escapeText(place)}\n`);
  }
  const failed = outcomes.filter(({ status }) => status === "failed");
  writer.error(outcomesText(failed, "", context.clock(), writer.styles));
  const calls = plan.groups.length === 1 ? "1 token call" : `${plan.groups.length} token calls`;
  writer.info(`${plan.targets.length} ${plan.targets.length === 1 ? "registry" : "registries"}, ${calls}\n`);
  return exitCode;
}

/** Where a login would be stored, for people. */
function placeOf(destination: LoginDestination | undefined, path: string): string {
  switch (destination?.kind) {
    case "store":
      return `docker-credential-${destination.name}`;
    case "helper":
      return `docker-credential-${HELPER_SUFFIX}`;
    default:
      return path;
  }
}

/** Adds a table to the job summary of GitHub Actions. Optional: a failure to write it is a warning. */
async function summarize(outcomes: readonly Outcome[], context: CliContext, writer: Writer): Promise<void> {
  const path = context.environment.get("GITHUB_STEP_SUMMARY") ?? "";
  if (path === "" || !inGitHubActions(context.environment) || outcomes.length === 0) return;
  try {
    await (await context.authDependencies(writer)).outputs.append(path, loginSummary(outcomes));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    writer.warning(error.message);
  }
}

function showOutcomes(outcomes: readonly Outcome[], context: CliContext, writer: Writer): void {
  const now = context.clock();
  const failed = outcomes.filter((outcome) => outcome.status === "failed");
  if (writer.json) writer.data(outcomesJson(outcomes));
  else {
    const succeeded = outcomes.filter((outcome) => outcome.status === "ok");
    writer.warnings(succeeded.flatMap(({ note = [] }) => note));
    writer.info(outcomesText(succeeded, "Logged in to", now, writer.styles));
    writer.error(outcomesText(failed, "Logged in to", now, writer.styles));
    for (const { target, error: { message, code, hint } } of failed) {
      writer.annotate({ severity: "error", message: `${target.registry.host}: ${message}`, code, hint });
    }
  }
  if (failed.length > 0 && outcomes.length > 1 && !writer.json) {
    writer.error(`${failed.length} of ${outcomes.length} registries failed\n`);
  }
}
