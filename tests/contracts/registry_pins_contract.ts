import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { AtmosEcrError } from "../../src/domain/errors/errors.ts";
import { parseRegistry } from "../../src/domain/registry/parse_registry.ts";
import type { RegistryPins } from "../../src/ports/state.ts";
import { HOST, OTHER_HOST, pin, someDefinition } from "../support/helper_fixtures.ts";

/** Pins under test. */
export interface PinsUnderTest extends AsyncDisposable {
  readonly pins: RegistryPins;
  /** Makes the pin of a host such that it cannot be told. */
  damage(host: string): Promise<void>;
}

const OTHER = pin({ host: OTHER_HOST, identity: "prod" });

/** The promises of {@linkcode RegistryPins}, registered as tests for one implementation of it. */
export function testRegistryPins(name: string, create: () => Promise<PinsUnderTest>): void {
  Deno.test(`${name} stores one pin per host`, async () => {
    await using test = await create();
    deepStrictEqual(await test.pins.all(), []);
    deepStrictEqual(test.pins.peek(parseRegistry(HOST)), { pin: undefined });
    strictEqual(await test.pins.find(parseRegistry(HOST)), undefined);
    strictEqual(await test.pins.set([OTHER, pin()]), true);
    deepStrictEqual(await test.pins.all(), [pin(), OTHER]);
    for (
      const host of [
        HOST,
        HOST.replace("dkr.ecr", "dkr.ecr-fips"),
        HOST.replace("dkr.ecr.us-east-1.amazonaws.com", "dkr-ecr.us-east-1.on.aws"),
      ]
    ) {
      deepStrictEqual(test.pins.peek(parseRegistry(host)), { pin: pin() });
      deepStrictEqual(await test.pins.find(parseRegistry(host)), pin());
    }
    strictEqual(await test.pins.set([pin({ identity: "another" })]), true);
    deepStrictEqual(await test.pins.all(), [pin({ identity: "another" }), OTHER]);
  });

  Deno.test(`${name} reports whether anything changed`, async () => {
    await using test = await create();
    strictEqual(await test.pins.remove([HOST]), false);
    strictEqual(await test.pins.set([]), false);
    strictEqual(await test.pins.set([pin(), OTHER]), true);
    strictEqual(await test.pins.set([OTHER]), false);
    strictEqual(await test.pins.remove(["public.ecr.aws"]), false);
    strictEqual(await test.pins.remove([HOST, "public.ecr.aws"]), true);
    deepStrictEqual(await test.pins.all(), [OTHER]);
  });

  Deno.test(`${name} leaves a pin that the caller did not know, unless it is to the same principal`, async () => {
    await using test = await create();
    const [mine, theirs] = ["mine", "theirs"].map((one) =>
      pin({ identity: one, definition: someDefinition(one) })
    );
    ok(mine !== undefined && theirs !== undefined);
    await test.pins.set([theirs], []);
    const error = {
      code: "DOCKER_PIN_CONFLICT",
      message: /another process has just pinned it to identity "theirs"/,
    };
    await rejects(test.pins.set([OTHER, mine], []), error);
    await rejects(test.pins.set([mine], [pin({ identity: "former" })]), error);
    deepStrictEqual(await test.pins.all(), [theirs]);
    const same = { ...theirs, integration: "another" };
    strictEqual(await test.pins.set([same], []), true);
    strictEqual(await test.pins.set([mine], [same]), true);
    strictEqual(await test.pins.set([theirs]), true);
    deepStrictEqual(await test.pins.all(), [theirs]);
  });

  Deno.test(`${name} loses none of many parallel changes`, async () => {
    await using test = await create();
    const hosts = Array.from({ length: 10 }, (_, index) => HOST.replace("4444.", `444${index}.`));
    await Promise.all(hosts.map((host) => test.pins.set([pin({ host })])));
    deepStrictEqual((await test.pins.all()).map(({ host }) => host), hosts);
    await Promise.all(hosts.slice(1).map((host) => test.pins.remove([host])));
    deepStrictEqual((await test.pins.all()).map(({ host }) => host), hosts.slice(0, 1));
  });

  Deno.test(`${name} removes a pin by whichever name of its registry`, async () => {
    await using test = await create();
    await test.pins.set([pin(), OTHER]);
    strictEqual(await test.pins.remove([HOST.replace("dkr.ecr", "dkr.ecr-fips")]), true);
    deepStrictEqual(await test.pins.all(), [OTHER]);
  });

  Deno.test(`${name} fails for an unreadable pin, and others remain usable`, async () => {
    await using test = await create();
    await test.pins.set([pin(), OTHER]);
    await test.damage(HOST);
    strictEqual(test.pins.peek(parseRegistry(HOST)), undefined);
    const isUnreadable = (error: unknown): boolean => {
      ok(error instanceof AtmosEcrError && error.code === "STATE_UNUSABLE");
      match(error.hint ?? "", new RegExp(`atmos-ecr docker install ${HOST}`));
      ok(error.message.includes(test.pins.path ?? "?"));
      return true;
    };
    await rejects(test.pins.find(parseRegistry(HOST)), isUnreadable);
    await rejects(test.pins.all(), isUnreadable);
    deepStrictEqual(await test.pins.find(parseRegistry(OTHER_HOST)), OTHER);
    const { pins, faults } = await test.pins.survey();
    deepStrictEqual([pins, faults.map(({ host }) => host)], [[OTHER], [HOST]]);
    // The command that the error names mends it.
    strictEqual(await test.pins.set([pin()]), true);
    deepStrictEqual(await test.pins.all(), [pin(), OTHER]);
    await test.damage(HOST);
    strictEqual(await test.pins.remove([HOST]), true);
    deepStrictEqual(await test.pins.all(), [OTHER]);
  });
}
