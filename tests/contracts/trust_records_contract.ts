import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { TrustRecords } from "../../src/ports/config.ts";

/** Records under test. */
export interface RecordsUnderTest extends AsyncDisposable {
  readonly records: TrustRecords;
}

const FILE = "/work/team/atmos.yaml";
const ODD_FILE = '/work/__proto__/a b\n\u{1f512}\\".yaml';
const CONTENT = new TextEncoder().encode("auth: {realm: !exec date}\n");
const OTHER = new TextEncoder().encode("auth: {realm: !exec date }\n");

/** The promises of {@linkcode TrustRecords}, registered as tests for one implementation of it. */
export function testTrustRecords(name: string, create: () => Promise<RecordsUnderTest>): void {
  Deno.test(`${name} trusts nothing at first`, async () => {
    await using test = await create();
    strictEqual(await test.records.isTrusted(FILE, CONTENT), false);
    strictEqual(await test.records.untrust(FILE), false);
  });

  Deno.test(`${name} trusts a file with its very content, and no other`, async () => {
    await using test = await create();
    for (const file of [FILE, ODD_FILE]) {
      await test.records.trust(file, CONTENT);
      strictEqual(await test.records.isTrusted(file, CONTENT), true, file);
      strictEqual(await test.records.isTrusted(file, OTHER), false);
      strictEqual(await test.records.isTrusted(file, new Uint8Array()), false);
      strictEqual(await test.records.isTrusted(`${file}x`, CONTENT), false);
    }
  });

  Deno.test(`${name} distinguishes content from path`, async () => {
    await using test = await create();
    const encoder = new TextEncoder();
    await test.records.trust("/a", encoder.encode("b\nc"));
    strictEqual(await test.records.isTrusted("/a\nb", encoder.encode("c")), false);
  });

  Deno.test(`${name} trusts a changed file by its new content alone`, async () => {
    await using test = await create();
    await test.records.trust(FILE, CONTENT);
    await test.records.trust(FILE, OTHER);
    strictEqual(await test.records.isTrusted(FILE, OTHER), true);
    strictEqual(await test.records.isTrusted(FILE, CONTENT), false);
  });

  Deno.test(`${name} revokes trust in one file only, whatever its content`, async () => {
    await using test = await create();
    await test.records.trust(FILE, CONTENT);
    await test.records.trust(ODD_FILE, CONTENT);
    deepStrictEqual([await test.records.untrust(FILE), await test.records.untrust(FILE)], [true, false]);
    strictEqual(await test.records.isTrusted(FILE, CONTENT), false);
    strictEqual(await test.records.isTrusted(ODD_FILE, CONTENT), true);
  });

  Deno.test(`${name} loses none of many parallel records`, async () => {
    await using test = await create();
    const files = Array.from({ length: 8 }, (_, index) => `/work/${index}/atmos.yaml`);
    await Promise.all(files.map((file) => test.records.trust(file, CONTENT)));
    for (const file of files) strictEqual(await test.records.isTrusted(file, CONTENT), true, file);
  });
}
