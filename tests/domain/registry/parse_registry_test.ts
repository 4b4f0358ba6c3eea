import { deepStrictEqual, match, strictEqual, throws } from "node:assert/strict";
import * as fc from "fast-check";
import { RegistryError } from "../../../src/domain/errors/errors.ts";
import { parseRegistry, registryHost } from "../../../src/domain/registry/parse_registry.ts";
import { parseHost } from "../../../src/domain/registry/registry.ts";
import { partitionOfRegion, PARTITIONS } from "../../../src/domain/registry/partitions.ts";
import table from "../../../fixtures/registries.json" with { type: "json" };
import { anyCharacter } from "../../support/any_text.ts";

Deno.test("parseRegistry() reads every form of every partition", () => {
  for (const { text, service = "ecr", ...expected } of table.accepted) {
    deepStrictEqual({ ...parseRegistry(text) }, { host: text, service, ...expected }, text);
  }
  deepStrictEqual(
    new Set(table.accepted.map(({ partition }) => partition)),
    new Set(PARTITIONS.map(({ id }) => id)),
    "the table has every partition",
  );
});

Deno.test("parseRegistry() tolerates https:// and what follows the host", () => {
  for (const { text, host } of table.tolerated) strictEqual(parseRegistry(text).host, host, text);
});

Deno.test("parseRegistry() rejects look-alike hosts, with a reason", () => {
  for (const { text, why } of table.refused) {
    throws(() => parseRegistry(text), (error) => {
      strictEqual(error instanceof RegistryError && error.code, "REGISTRY_INVALID", text);
      match((error as RegistryError).message, new RegExp(why.replaceAll(/[.*+?]/g, "\\$&")), text);
      return true;
    }, text);
  }
});

Deno.test("parseRegistry() never shows a control character or an endless text", () => {
  throws(() => parseRegistry(`\u001b]0;pwned\u0007${"x".repeat(100_000)}`), (error) => {
    const { message } = error as Error;
    // deno-lint-ignore no-control-regex -- that is what must not be there
    return !/[\u0000-\u001f\u007f-\u009f]/.test(message) && message.length < 500;
  });
});

Deno.test("parseHost() accepts no mutation of a valid host but another valid host", () => {
  const oracle = (host: string): boolean => {
    if (host === "public.ecr.aws" || host === "ecr-public.aws.com") return true;
    const [account = "", ...labels] = host.split(".");
    if (!/^[0-9]{12}$/.test(account)) return false;
    const dotted = labels[0] === "dkr";
    const name = dotted ? labels.slice(0, 2).join(".") : labels[0] ?? "";
    const [region = "", ...suffix] = labels.slice(dotted ? 2 : 1);
    const partition = PARTITIONS.find((candidate) => candidate.region.test(region));
    if (partition === undefined) return false;
    const plain = name.endsWith("-fips") ? name.slice(0, -5) : name;
    if (suffix.join(".") === partition.suffix) return plain === "dkr.ecr";
    return suffix.join(".") === partition.dualStack?.suffix &&
      partition.dualStack.labels.some((label) => label === plain);
  };
  const valid = fc.constantFrom(...table.accepted.map(({ text }) => text));
  const mutation = fc.record({
    at: fc.nat(80),
    remove: fc.nat(2),
    insert: fc.oneof(
      fc.string({ maxLength: 2, unit: anyCharacter }),
      fc.constantFrom(".", "-", "/", "1", "a", "com", "cn"),
    ),
  });
  fc.assert(
    fc.property(valid, fc.array(mutation, { minLength: 1, maxLength: 2 }), (host, mutations) => {
      const mutated = mutations.reduce(
        (text, { at, remove, insert }) => text.slice(0, at) + insert + text.slice(at + remove),
        host,
      );
      strictEqual(parseHost(mutated) !== undefined, oracle(mutated), JSON.stringify(mutated));
    }),
    { numRuns: 20_000 },
  );
});

Deno.test("partitions do not share a region", () => {
  for (const { region } of table.accepted) {
    strictEqual(PARTITIONS.filter((partition) => partition.region.test(region)).length, 1, region);
  }
  strictEqual(partitionOfRegion("us-east-1\n"), undefined);
});

Deno.test("registryHost() builds what parseRegistry() reads", () => {
  for (const { account, region, fips, dualStack } of table.accepted) {
    if (account === undefined || fips || dualStack) continue;
    const host = registryHost(account, region);
    strictEqual(parseRegistry(host).account, account);
    strictEqual(parseRegistry(host).region, region);
  }
  throws(() => registryHost("12345678901", "us-east-1"), RegistryError);
  throws(() => registryHost("123456789012", "nowhere"), RegistryError);
  throws(() => registryHost("123456789012", "us-east-1.evil.example/"), RegistryError);
});

Deno.test("the name of an integration in place of a host has a hint with the command that lists hosts", () => {
  for (const name of ["dev/ecr", "prod.ecr", "dev-deploy"]) {
    throws(() => parseRegistry(name), ({ hint }: RegistryError) => /`atmos-ecr list`/.test(hint ?? ""), name);
  }
});
