import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { AtmosEcrError } from "../../src/domain/errors/errors.ts";
import type { RegistryPins } from "../../src/ports/registry_pins.ts";
import { HOST, OTHER_HOST, pin } from "../support/helper_fixtures.ts";

/** Pins under test. */
export interface PinsUnderTest extends AsyncDisposable {
  readonly pins: RegistryPins;
  /** Makes them such that nobody can tell them. */
  damage(): Promise<void>;
}

const OTHER = pin({ host: OTHER_HOST, identity: "prod" });

/** The promises of {@linkcode RegistryPins}, registered as tests for one implementation of it. */
export function testRegistryPins(name: string, create: () => Promise<PinsUnderTest>): void {
  Deno.test(`${name} keeps one pin for each host`, async () => {
    await using test = await create();
    deepStrictEqual(await test.pins.all(), []);
    deepStrictEqual(await test.pins.peek(), []);
    strictEqual(await test.pins.set([OTHER, pin()]), true);
    deepStrictEqual(await test.pins.all(), [pin(), OTHER]);
    deepStrictEqual(await test.pins.peek(), [pin(), OTHER]);
    strictEqual(await test.pins.set([pin({ identity: "another" })]), true);
    deepStrictEqual(await test.pins.all(), [pin({ identity: "another" }), OTHER]);
  });

  Deno.test(`${name} says whether anything changed`, async () => {
    await using test = await create();
    strictEqual(await test.pins.remove([HOST]), false);
    strictEqual(await test.pins.set([]), false);
    strictEqual(await test.pins.set([pin(), OTHER]), true);
    strictEqual(await test.pins.set([OTHER]), false);
    strictEqual(await test.pins.remove(["public.ecr.aws"]), false);
    strictEqual(await test.pins.remove([HOST, "public.ecr.aws"]), true);
    deepStrictEqual(await test.pins.all(), [OTHER]);
  });

  Deno.test(`${name} loses none of many changes at once`, async () => {
    await using test = await create();
    const hosts = Array.from({ length: 10 }, (_, index) => HOST.replace("4444.", `444${index}.`));
    await Promise.all(hosts.map((host) => test.pins.set([pin({ host })])));
    deepStrictEqual((await test.pins.all()).map(({ host }) => host), hosts);
    await Promise.all(hosts.slice(1).map((host) => test.pins.remove([host])));
    deepStrictEqual((await test.pins.all()).map(({ host }) => host), hosts.slice(0, 1));
  });

  Deno.test(`${name} does not pass over pins that cannot be told`, async () => {
    await using test = await create();
    await test.pins.set([pin()]);
    await test.damage();
    strictEqual(await test.pins.peek(), undefined);
    const isUnreadable = (error: unknown): boolean => {
      ok(error instanceof AtmosEcrError && error.code === "STATE_UNUSABLE" && error.hint !== undefined);
      ok(error.message.includes(test.pins.path ?? "?"));
      return true;
    };
    await rejects(test.pins.all(), isUnreadable);
    await rejects(test.pins.set([OTHER]), isUnreadable);
    await rejects(test.pins.remove([HOST]), isUnreadable);
  });
}
