import { loginTargets } from "../../../src/app/targets/login_targets.ts";
import { logoutTargets } from "../../../src/app/targets/logout_targets.ts";
import type { SelectedTargets, SelectionPorts } from "../../../src/app/targets/selection.ts";
import type { RegistryPin } from "../../../src/domain/helper/registry_pin.ts";
import type { Selection } from "../../../src/domain/login/selection.ts";
import type { Target } from "../../../src/domain/login/target.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { NO_FORMER_PINS } from "../../fakes/memory_principals.ts";
import { MemoryRegistryPins } from "../../fakes/memory_registry_pins.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { environmentOf, HOST } from "../../support/helper_fixtures.ts";

/** A registry that no integration of {@linkcode TEAM} names. */
export const UNNAMED_HOST = "111122223333.dkr.ecr.us-east-1.amazonaws.com";
/** Another registry of the account of {@linkcode HOST}. */
export const EU_HOST = HOST.replace("us-east-1", "eu-west-1");

/** Two roles in two accounts, and their registries: those of `dev/ecr` and `Prod/ECR` are `HOST` and `OTHER_HOST`. */
export const TEAM = `auth:
  identities:
    builder: {kind: aws/ambient}
    dev-deploy:
      kind: aws/assume-role
      default: true
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    prod-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::333344445555:role/deploy"}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev-deploy}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
    dev/ecr/eu: {kind: aws/ecr, via: {identity: dev-deploy}, spec: {registry: {account_id: "222233334444", region: eu-west-1}}}
    Prod/ECR: {kind: aws/ecr, via: {identity: prod-deploy}, spec: {registry: {account_id: "333344445555", region: eu-west-1}}}
    public: {kind: aws/ecr-public, via: {identity: dev-deploy}}
    cluster: {kind: aws/eks, via: {identity: dev-deploy}}
`;

/** What a command line selects beside nothing. */
export function selected(parts: Partial<Selection> = {}): Selection {
  return { integrations: [], registries: [], public: false, all: false, ...parts };
}

/** What is there besides an atmos.yaml. */
export interface SelectionWorld {
  /** The value of `ATMOS_IDENTITY`. */
  readonly variable?: string;
  readonly pins?: readonly RegistryPin[];
  /** The `/project/atmos.yaml` that pins name. */
  readonly pinnedYaml?: string;
}

/** @param yaml The atmos.yaml; empty for none. */
export function selectionPorts(
  yaml: string,
  { variable, pins = [], pinnedYaml = TEAM }: SelectionWorld = {},
): SelectionPorts {
  return {
    configurations: new MemoryConfigurations(yaml === "" ? {} : { "atmos.yaml": yaml }),
    configSelection: NO_SELECTION,
    prompter: NON_INTERACTIVE_PROMPTER,
    identityVariable: variable,
    pinnedTargets: () =>
      Promise.resolve({
        pins: new MemoryRegistryPins(pins),
        former: NO_FORMER_PINS,
        environment: environmentOf({ HOME: "/home/user" }),
        pinned: () => new MemoryConfigurations({ "atmos.yaml": pinnedYaml }),
      }),
  };
}

/** The targets of `login` with some words as its arguments. */
export function toLogIn(yaml: string, ...words: readonly string[]): Promise<SelectedTargets> {
  return loginTargets(selected({ integrations: words }), selectionPorts(yaml));
}

/** The targets of `logout` with some words as its arguments, where there is no login. */
export function toLogOut(yaml: string, ...words: readonly string[]): Promise<SelectedTargets> {
  return logoutTargets(
    selected({ integrations: words }),
    selectionPorts(yaml),
    () => Promise.resolve([]),
  );
}

/** Targets as text: `HOST dev-deploy dev/ecr`, with `-` for what there is not. */
export function shown(targets: readonly Target[]): readonly string[] {
  return targets.map(({ registry, identity = "-", integration = "-" }) =>
    `${registry.host} ${identity} ${integration}`
  );
}
