import type { Explanation } from "../../app/docker/explain_registry.ts";
import type { PinCheck } from "../../app/pins/check_pin.ts";
import { selectionFlags } from "../../app/targets/selection.ts";
import { formatOrigin, type Origin } from "../../domain/config/origin.ts";
import { pinLabel, pinPlaces } from "../../domain/helper/registry_pin.ts";
import { installCommand, repairCommand } from "../../domain/helper/words.ts";
import { type Chain, chainNames, targetOf } from "../../domain/identity/chain.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";
import type { ConfigSelection } from "../../ports/config.ts";
import { formatExpiry } from "./durations.ts";
import { errorSentence } from "./errors.ts";
import { providerText, shadowedText } from "./statuses.ts";
import type { Fact } from "./writer.ts";

/** The JSON of `explain`. Integration and identity are those of the configuration, otherwise those of the pin. */
export function explanationJson(explanation: Explanation): object {
  const { registry, configured, pin, cache } = explanation;
  const pinnedChain = pin === undefined || pin.check.kind === "broken"
    ? undefined
    : pin.check.resolved?.chain;
  const chain = configured.chain ?? (configured.integration === undefined ? pinnedChain : undefined);
  const { host, account, region, partition, service, fips, dualStack } = registry;
  const pinned = pin?.pin.kind === "identity" ? pin.pin : undefined;
  return {
    host,
    account_id: account ?? null,
    region,
    partition,
    service,
    fips,
    dual_stack: dualStack,
    integration: configured.integration?.name ?? pinned?.integration ?? null,
    identity: (chain === undefined ? pinned?.identity : targetOf(chain).name) ?? null,
    chain: chain === undefined ? [] : chainNames(chain),
    cache: cache === undefined ? null : { state: cache.state, expires_at: awsTimeText(cache.expiresAt) },
  };
}

/** What is known of the registry, each fact with its origin. */
export function explanationFacts(explanation: Explanation, now: Date): Fact[] {
  const { registry, configured: { integration, chain }, answer, pin, files, known } = explanation;
  const { account, region, partition, service, fips, dualStack } = registry;
  const shadowed = shadowedText(answer.shadowed);
  return [
    ["Registry", registry.host],
    ["Account", account ?? "none: ECR Public has no account"],
    ["Region", `${region} (partition ${partition})`],
    ["Service", [service, ...(fips ? ["FIPS"] : []), ...(dualStack ? ["dual-stack"] : [])].join(", ")],
    [
      "Integration",
      integration !== undefined
        ? located(integration)
        : files.some(({ read }) => read)
        ? "none for this registry"
        : "none: no atmos.yaml was found",
    ],
    [
      "Identity",
      chain !== undefined
        ? located(targetOf(chain))
        : pin === undefined || pin.pin.kind === "environment"
        ? "none: the environment's credentials"
        : `${pinLabel(pin.pin)}, which the registry is pinned to`,
    ],
    ...(chain === undefined ? [] : chainFacts(chain)),
    ["Provided by", providerText(answer) + (shadowed === "" ? "" : `, which overrides ${shadowed}`)],
    ...pinFacts(explanation),
    ...(known?.arn === undefined ? [] : [["Principal", known.arn] as const]),
    ["Cache", cacheText(explanation, now)],
  ];
}

/** The problem of a pin, as a warning; undefined if there is none. @param selection The configuration here. */
export function pinWarning({ pin, apart }: Explanation, selection: ConfigSelection): string | undefined {
  if (pin === undefined) return undefined;
  if (pin.check.kind === "broken") {
    const { error } = pin.check;
    const where = error.code === "CONFIG_NOT_FOUND" ? " in the directory where its atmos.yaml is now," : "";
    return `The pin is unusable; run \`${repairCommand(error, pin.pin)}\`${where} to pin it again`;
  }
  if (apart !== undefined) {
    const run = `run \`atmos-ecr docker install ${pin.pin.host} --repin${
      selectionFlags(selection)
    }\` to change that`;
    return `The pin and this configuration differ, and the helper uses the pin; ${run}`;
  }
  return pin.check.kind === "differs"
    ? `The pin and its configuration differ: ${pin.check.state}; run \`${
      installCommand(pin.check.named)
    }\` to pin it again`
    : undefined;
}

function chainFacts({ provider, identities }: Chain): Fact[] {
  const steps = [
    ...(provider === undefined ? [] : [provider]),
    ...identities.map((step) => step.kind === "other" ? { ...step, kind: step.writtenKind } : step),
  ];
  return steps.map(({ name, kind, origin }, index) => [
    index === 0 ? "Chain" : "",
    `${index === 0 ? "" : "→ "}${name} (${kind}, ${formatOrigin(origin)})`,
  ]);
}

function pinFacts({ pin: found, principal, apart }: Explanation): Fact[] {
  if (found === undefined) {
    return [
      ["Pin", "none: docker-credential-atmos-ecr provides no credentials"],
      [
        "Helper",
        principal === undefined
          ? "none: no usable credentials in the environment"
          : `provides credentials of ${principal}, as docker-credential-ecr-login only`,
      ],
    ];
  }
  const { pin, check } = found;
  const forWhat = pin.kind !== "identity" || pin.integration === undefined ? "" : `, for ${pin.integration}`;
  const from = pinPlaces(pin).map((place, index) => `${index === 0 ? ", from " : ", "}${place}`).join("");
  return [
    ["Pin", `${pinLabel(pin)}${forWhat}${from}`],
    ...(from === "" && check.kind === "agrees" && apart === undefined
      ? []
      : [["", checkText(check, apart)] as const]),
    ["Helper", `provides ${pin.kind === "environment" ? "" : "credentials of "}${principal}`],
  ];
}

function checkText(check: PinCheck, apart: string | undefined): string {
  switch (check.kind) {
    case "agrees":
      return apart === undefined ? "matches that file" : `matches that file, but ${apart}`;
    case "differs":
      return `outdated: ${check.state}`;
    case "broken":
      return `unusable: ${errorSentence(check.error)}`;
  }
}

function cacheText({ cache, registry }: Explanation, now: Date): string {
  if (cache === undefined) return "none: the cache is disabled, or there is no home directory";
  const until = cache.expiresAt === undefined ? "" : `, expires ${formatExpiry(cache.expiresAt, now)}`;
  switch (cache.state) {
    case "fresh":
      return `fresh${until}`;
    case "stale":
      return `stale${until}: renewed on the next pull`;
    case "expired":
      return "expired: renewed on the next pull";
    case "absent":
      return `no token for ${registry.host}`;
  }
}

function located({ name, origin }: { readonly name: string; readonly origin: Origin }): string {
  return `${name} (${formatOrigin(origin)})`;
}
