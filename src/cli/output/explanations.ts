import type { Explanation } from "../../app/docker/explain_registry.ts";
import type { PinCheck } from "../../app/pins/check_pin.ts";
import { formatOrigin, type Origin } from "../../domain/config/origin.ts";
import { pinLabel, pinPlaces, type RegistryPin } from "../../domain/helper/registry_pin.ts";
import { type Chain, chainNames, targetOf } from "../../domain/identity/chain.ts";
import { escapeText } from "../../domain/text/escape.ts";
import { formatExpiry } from "./durations.ts";
import { errorSentence } from "./errors.ts";
import type { Cell } from "./table.ts";
import { providerText, shadowedText } from "./statuses.ts";
import { awsTimeText } from "../../domain/time/own_time.ts";

/** The JSON of `explain`. Integration and identity are those of the configuration, otherwise those of the pin. */
export function explanationJson(explanation: Explanation): Record<string, unknown> {
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
    cache: cache === undefined ? null : {
      state: cache.state,
      expires_at: awsTimeText(cache.expiresAt),
    },
  };
}

/** The rows of `explain`: one per fact, with its origin. */
export function explanationRows(explanation: Explanation, now: Date): Cell[][] {
  const { registry, configured: { integration, chain }, answer, pin, principal, files } = explanation;
  const { account, region, partition, service, fips, dualStack } = registry;
  const variants = [...(fips ? ["FIPS"] : []), ...(dualStack ? ["dual-stack"] : [])];
  const shadowed = shadowedText(answer.shadowed);
  const rows: (readonly [string, string])[] = [
    ["Registry", registry.host],
    ["Account", account ?? "none: ECR Public has no account"],
    ["Region", `${region} (partition ${partition})`],
    ["Service", [service, ...variants].join(", ")],
    [
      "Integration",
      integration !== undefined
        ? located(integration.name, integration.origin)
        : files.some(({ read }) => read)
        ? "none for this registry"
        : "none: no atmos.yaml was found",
    ],
    [
      "Identity",
      chain === undefined
        ? `none: the environment's credentials${pin === undefined ? "" : ", except for the helper"}`
        : located(targetOf(chain).name, targetOf(chain).origin),
    ],
    ...(chain === undefined ? [] : chainRows(chain)),
    [
      "Provided by",
      providerText(answer) + (shadowed === "" ? "" : `, which overrides ${shadowed}`),
    ],
    ...(pin === undefined
      ? [
        ["Pin", "none: docker-credential-atmos-ecr provides no credentials"] as const,
        [
          "Helper",
          principal === undefined
            ? "none: no usable credentials in the environment"
            : `provides credentials of ${principal}, as docker-credential-ecr-login only`,
        ] as const,
      ]
      : [
        ...pinRows(pin.pin, pin.check, explanation.apart),
        ["Helper", `provides credentials of ${principal}`] as const,
      ]),
    ...(explanation.known?.arn === undefined ? [] : [["Principal", explanation.known.arn] as const]),
    ["Cache", cacheText(explanation, now)],
  ];
  return rows.map(([name, value]) => [{ text: name, meaning: "name" }, escapeText(value)]);
}

/** The problem of a pin, as a warning; undefined if there is none. */
export function pinWarning({ pin, apart }: Explanation): string | undefined {
  if (pin === undefined) return undefined;
  const run = `run \`atmos-ecr docker install ${pin.pin.host}`;
  if (pin.check.kind === "broken") return `The pin is unusable; ${run}\` to pin it again`;
  if (apart !== undefined) {
    return `The pin and this configuration differ, and the helper uses the pin; ${run} --repin\` to change that`;
  }
  return pin.check.kind === "differs"
    ? `The pin and its configuration differ: ${pin.check.state}; ${run}\` to pin it again`
    : undefined;
}

function chainRows(chain: Chain): (readonly [string, string])[] {
  const steps = [
    ...(chain.provider === undefined ? [] : [chain.provider]),
    ...chain.identities.map((step) => step.kind === "other" ? { ...step, kind: step.writtenKind } : step),
  ];
  return steps.map(({ name, kind, origin }, index) => [
    index === 0 ? "Chain" : "",
    `${index === 0 ? "" : "→ "}${name} (${kind}, ${formatOrigin(origin)})`,
  ]);
}

function pinRows(
  pin: RegistryPin,
  check: PinCheck,
  apart: string | undefined,
): (readonly [string, string])[] {
  const forWhat = pin.kind !== "identity" || pin.integration === undefined ? "" : `, for ${pin.integration}`;
  const from = pinPlaces(pin).map((place, index) => `${index === 0 ? ", from " : ", "}${place}`).join("");
  return [
    ["Pin", `${pinLabel(pin)}${forWhat}${from}`],
    [
      "",
      apart !== undefined && check.kind === "agrees" ? `matches that file, but ${apart}` : checkText(check),
    ],
  ];
}

function checkText(check: PinCheck): string {
  switch (check.kind) {
    case "agrees":
      return "matches that file";
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

function located(name: string, origin: Origin): string {
  return `${name} (${formatOrigin(origin)})`;
}
