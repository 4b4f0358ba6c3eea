import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import * as fc from "fast-check";
import { AtmosEcrError, AwsError, DockerError } from "../../../src/domain/errors/errors.ts";
import {
  groupTargets,
  requireUniqueTargets,
  type Target,
  uniqueTargets,
} from "../../../src/domain/login/target.ts";
import {
  allRegistryIntegrations,
  integrationsOfIdentity,
  isOwnIdentity,
  registryIntegrations,
  targetsOfIntegration,
  targetsOfRegistry,
} from "../../../src/domain/login/integration_targets.ts";
import { exitCodeOf, type Outcome } from "../../../src/domain/login/outcome.ts";
import { checkSelection, type Selection } from "../../../src/domain/login/selection.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

function target(host: string, identity?: string, integration?: string): Target {
  return {
    registry: parseRegistry(host),
    ...(identity === undefined ? {} : { identity }),
    ...(integration === undefined ? {} : { integration }),
  };
}

const A_EAST = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
const B_EAST = "222222222222.dkr.ecr.us-east-1.amazonaws.com";
const A_WEST = "111111111111.dkr.ecr.us-west-2.amazonaws.com";
const A_EAST_FIPS = "111111111111.dkr.ecr-fips.us-east-1.amazonaws.com";

Deno.test("groupTargets() creates one group per identity, region and service", () => {
  const groups = groupTargets([
    target(A_EAST, "dev"),
    target(B_EAST, "DEV"),
    target(A_WEST, "dev"),
    target(A_EAST, "prod"),
    target("public.ecr.aws", "dev"),
    target(A_EAST),
  ]);
  deepStrictEqual(groups.map(({ targets }) => targets.length), [2, 1, 1, 1, 1]);
});

Deno.test("groupTargets() lets a FIPS name decide the endpoint of its group", () => {
  const [group, ...others] = groupTargets([target(A_EAST, "dev"), target(A_EAST_FIPS, "dev")]);
  strictEqual(others.length, 0);
  strictEqual(group?.registry.fips, true);
});

Deno.test("groupTargets() loses no target and mixes no regions", () => {
  const hosts = fc.constantFrom(A_EAST, B_EAST, A_WEST, A_EAST_FIPS, "public.ecr.aws");
  const targets = fc.array(fc.tuple(hosts, fc.constantFrom("dev", "prod", undefined)), { maxLength: 40 });
  fc.assert(fc.property(targets, (pairs) => {
    const all = pairs.map(([host, identity]) => target(host, identity));
    const groups = groupTargets(all);
    strictEqual(groups.flatMap(({ targets }) => targets).length, all.length);
    for (const { registry, identity, targets } of groups) {
      for (const member of targets) {
        strictEqual(member.registry.region, registry.region);
        strictEqual(member.registry.service, registry.service);
        strictEqual(member.identity, identity);
      }
    }
  }));
});

Deno.test("uniqueTargets() keeps one login per host, and prefers the default identity", () => {
  const first = target(A_EAST, "readonly", "a");
  const second = target(A_EAST, "admin", "b");
  deepStrictEqual(uniqueTargets([first, second], []).targets, [first]);
  deepStrictEqual(uniqueTargets([first, second], ["ADMIN"]).targets, [second]);
  deepStrictEqual(uniqueTargets([first, second], ["ADMIN"]).dropped, [{ kept: second, dropped: first }]);
  deepStrictEqual(uniqueTargets([first, target(A_EAST, "ReadOnly", "c")], []).dropped, []);
});

Deno.test("requireUniqueTargets() rejects two identities for one host", () => {
  throws(() => requireUniqueTargets([target(A_EAST, "a", "one"), target(A_EAST, "b", "two")]), {
    code: "USAGE",
  });
  strictEqual(requireUniqueTargets([target(A_EAST), target(A_EAST)]).length, 1);
  const registry = parseRegistry(A_EAST);
  throws(() => requireUniqueTargets([{ registry, awsProfile: "work" }, { registry }]), {
    message:
      `Cannot log in to "${A_EAST}" twice: with AWS profile "work" and with the environment's credentials`,
  });
});

const SELECTION: Selection = { integrations: [], registries: [], public: false, all: false };

const SELECTIONS: readonly [selection: Partial<Selection>, names: readonly string[] | undefined][] = [
  [{}, undefined],
  [{ integrations: ["a", "b"] }, undefined],
  [{ identity: "dev", registries: ["x"], public: true }, undefined],
  [{ identity: true, public: true }, undefined],
  [{ all: true }, undefined],
  [{ integrations: ["a"], registries: ["x"] }, ['integration "a"', "--registry"]],
  [{ integrations: ["a"], public: true }, ['integration "a"', "--public"]],
  [{ integrations: ["a"], identity: "dev" }, ['integration "a"', "--identity"]],
  [{ integrations: ["a"], identity: true }, ['integration "a"', "--identity"]],
  [{ integrations: ["a"], all: true }, ['integration "a"', "--all"]],
  [{ all: true, registries: ["x"] }, ["--all", "--registry"]],
  [{ all: true, identity: "dev" }, ["--all", "--identity"]],
];

Deno.test("checkSelection() names both parts of a selection that exclude each other", () => {
  for (const [selection, names] of SELECTIONS) {
    const check = (): void => checkSelection({ ...SELECTION, ...selection });
    if (names === undefined) check();
    else {
      throws(
        check,
        (error) =>
          error instanceof AtmosEcrError && error.code === "USAGE" &&
          names.every((name) => error.message.includes(name)),
      );
    }
  }
});

function outcome(error?: AtmosEcrError): Outcome {
  const subject = target(A_EAST);
  return error === undefined
    ? { target: subject, status: "ok" }
    : { target: subject, status: "failed", error };
}

const denied = new AwsError("AWS_DENIED", "denied");
const unreachable = new AwsError("AWS_UNREACHABLE", "unreachable");
const unwritable = new DockerError("DOCKER_CONFIG_UNWRITABLE", "unwritable");

Deno.test("exitCodeOf() distinguishes all, some and none", () => {
  strictEqual(exitCodeOf([]), 0);
  strictEqual(exitCodeOf([outcome(), outcome()]), 0);
  strictEqual(exitCodeOf([outcome(), outcome(denied)]), 5);
  strictEqual(exitCodeOf([outcome(denied), outcome(denied)]), 1);
  strictEqual(exitCodeOf([outcome(unreachable)]), 3);
  strictEqual(exitCodeOf([outcome(unreachable), outcome(unwritable)]), 3);
  strictEqual(exitCodeOf([outcome(unreachable), outcome(denied)]), 1);
});

const ROLE: Plain = { assume_role: "arn:aws:iam::111122223333:role/deploy" };
const AUTH = authConfig({
  providers: { github: { kind: "github/oidc", spec: { audience: "sts.amazonaws.com" } } },
  identities: {
    Dev: { kind: "aws/ambient", default: true },
    ci: { kind: "aws/assume-role", via: { provider: "github" }, principal: ROLE },
    ci2: { kind: "aws/assume-role", via: { identity: "ci" }, principal: ROLE },
  },
  integrations: {
    "dev/ecr": {
      kind: "aws/ecr",
      via: { identity: "dev" },
      spec: { registry: { account_id: "111111111111", region: "us-east-1" } },
    },
    "ci/ecr": {
      kind: "aws/ecr",
      via: { provider: "GITHUB" },
      spec: { registry: { account_id: "222222222222", region: "us-east-1" } },
    },
    "public": { kind: "aws/ecr-public", via: { identity: "DEV" } },
    "cluster": {
      kind: "aws/eks",
      via: { identity: "dev" },
      spec: { cluster: { name: "x", region: "us-east-1" } },
    },
  },
});

Deno.test("registryIntegrations() leaves other kinds alone", () => {
  deepStrictEqual(registryIntegrations(AUTH).map(({ name }) => name), [
    "dev/ecr",
    "ci/ecr",
    "public",
  ]);
});

Deno.test("integrationsOfIdentity() follows via.identity, and via.provider to the root of the chain", () => {
  deepStrictEqual(integrationsOfIdentity(AUTH, "dev").map(({ name }) => name), ["dev/ecr", "public"]);
  deepStrictEqual(integrationsOfIdentity(AUTH, "ci2").map(({ name }) => name), ["ci/ecr"]);
  throws(() => integrationsOfIdentity(AUTH, "nobody"), { code: "IDENTITY_NOT_FOUND" });
});

Deno.test("allRegistryIntegrations() and integrationsOfIdentity() refuse to leave out what is mistyped", () => {
  const broken = authConfig({
    identities: { one: { kind: "aws/ambient" }, two: { kind: "aws/ambient" } },
    integrations: {
      good: { kind: "aws/ecr-public", via: { identity: "two" } },
      bad: {
        kind: "aws/ecr",
        via: { identity: "one" },
        spec: { registry: { account_id: "1", region: "us-east-1" } },
      },
      cluster: { kind: "aws/eks", via: { nothing: "one" } },
    },
  });
  throws(() => allRegistryIntegrations(broken), { code: "CONFIG_INVALID", message: /"bad"/ });
  throws(() => integrationsOfIdentity(broken, "one"), { code: "CONFIG_INVALID", message: /"bad"/ });
  deepStrictEqual(integrationsOfIdentity(broken, "two").map(({ name }) => name), ["good"]);
});

Deno.test("targetsOfIntegration() returns the identity, or fails if it is ambiguous", () => {
  const [dev, ci] = registryIntegrations(AUTH);
  if (dev === undefined || ci === undefined) throw new Error("missing integration");
  deepStrictEqual(targetsOfIntegration(AUTH, dev), [target(A_EAST, "Dev", "dev/ecr")]);
  deepStrictEqual(targetsOfIntegration(AUTH, ci, { identity: "CI2" })[0]?.identity, "ci2");
  deepStrictEqual(targetsOfIntegration(AUTH, ci, { preferred: "CI2" })[0]?.identity, "ci2");
  deepStrictEqual(targetsOfIntegration(AUTH, dev, { preferred: "ci" })[0]?.identity, "Dev");
  deepStrictEqual(targetsOfRegistry(AUTH, parseRegistry(B_EAST), "ci2")[0]?.identity, "ci2");
  throws(() => targetsOfIntegration(AUTH, ci, { preferred: "nobody" }), { code: "IDENTITY_NOT_FOUND" });
  throws(() => targetsOfIntegration(AUTH, ci, { preferred: "dev" }), { code: "INTEGRATION_NOT_LINKED" });
  throws(() => targetsOfIntegration(AUTH, ci), {
    code: "INTEGRATION_NOT_LINKED",
    message: /several identities/,
  });
});

Deno.test("isOwnIdentity() tells whether the host alone leads to the identity", () => {
  const registry = { account_id: "111111111111", region: "us-east-1" };
  const auth = authConfig({
    identities: { one: { kind: "aws/ambient" }, two: { kind: "aws/ambient", default: true } },
    integrations: {
      first: { kind: "aws/ecr", via: { identity: "one" }, spec: { registry } },
      second: { kind: "aws/ecr", via: { identity: "two" }, spec: { registry } },
      alone: { kind: "aws/ecr-public", via: { identity: "one" } },
    },
  });
  strictEqual(isOwnIdentity(auth, target(A_EAST, "one", "first")), false);
  strictEqual(isOwnIdentity(auth, target(A_EAST, "two", "second")), true);
  strictEqual(isOwnIdentity(auth, target(A_EAST_FIPS, "Two", "second")), true);
  strictEqual(isOwnIdentity(auth, target("public.ecr.aws", "one", "alone")), true);
  strictEqual(isOwnIdentity(auth, { registry: parseRegistry(A_EAST), identity: "two" }), false);
  strictEqual(isOwnIdentity(AUTH, target(B_EAST, "ci", "ci/ecr")), false);
});

Deno.test("targetsOfRegistry() finds a registry under another of its names", () => {
  const [found, ...others] = targetsOfRegistry(AUTH, parseRegistry(A_EAST_FIPS));
  strictEqual(others.length, 0);
  strictEqual(found?.identity, "Dev");
  strictEqual(found?.registry.host, A_EAST_FIPS);
  deepStrictEqual(targetsOfRegistry(AUTH, parseRegistry(A_WEST)), []);
});
