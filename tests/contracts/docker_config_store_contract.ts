import assert from "node:assert/strict";
import { DockerConfigDocument } from "../../src/domain/docker/docker_config_document.ts";
import { DockerError } from "../../src/domain/errors/errors.ts";
import type { DockerConfigStore } from "../../src/ports/docker.ts";

/** A store under test, and what stands behind it. */
export interface StoreUnderTest extends AsyncDisposable {
  /** What is tested. */
  readonly store: DockerConfigStore;
  /** The text behind the store's back; undefined for no file. */
  peek(): Promise<string | undefined>;
  /** From now on nothing can be written. */
  makeUnwritable(): Promise<void>;
}

const OLD = '{\r\n  "auths": {},\r\n  "size": 1.0\r\n}';

/** The promises of {@linkcode DockerConfigStore}, registered as tests for one implementation of it. */
export function testDockerConfigStore(
  name: string,
  create: (text: string | undefined) => Promise<StoreUnderTest>,
): void {
  Deno.test(`${name} reads what is there, and undefined where nothing is`, async () => {
    for (const text of [undefined, "", OLD, "\uFEFF{}"]) {
      await using test = await create(text);
      assert.equal(await test.store.read(), text);
    }
  });

  Deno.test(`${name} hands the current text to the edit and writes what it returns`, async () => {
    for (const text of [undefined, "", OLD, "\uFEFF{}"]) {
      await using test = await create(text);
      const seen = new Set<string | undefined>();
      const written = await test.store.update((current) => {
        seen.add(current);
        return `${current ?? ""} `;
      });
      assert.equal(written, true);
      assert.deepEqual([...seen], [text]);
      assert.equal(await test.peek(), `${text ?? ""} `);
      assert.equal(await test.store.read(), `${text ?? ""} `);
    }
  });

  Deno.test(`${name} writes nothing when the edit returns its argument`, async () => {
    for (const text of [undefined, "", OLD]) {
      await using test = await create(text);
      assert.equal(await test.store.update((current) => current), false);
      assert.equal(await test.peek(), text);
    }
  });

  Deno.test(`${name} writes nothing when the edit throws, and passes the error on`, async () => {
    for (const text of [undefined, OLD]) {
      await using test = await create(text);
      const update = test.store.update(() => {
        throw new RangeError("no");
      });
      await assert.rejects(update, { name: "RangeError", message: "no" });
      assert.equal(await test.peek(), text);
    }
  });

  Deno.test(`${name} loses none of many parallel updates`, async () => {
    await using test = await create(OLD);
    const hosts = Array.from({ length: 10 }, (_, index) => `host${index}.example`);
    await Promise.all(
      hosts.map((host) =>
        test.store.update((text) =>
          DockerConfigDocument.parse(text, test.store.path).setAuths([[host, "Tg=="]]).text
        )
      ),
    );
    const document = DockerConfigDocument.parse(await test.peek(), "config.json");
    assert.deepEqual([...document.auths.keys()].toSorted(), hosts.toSorted());
    assert.equal(document.removeAuths(hosts).text, OLD);
  });

  Deno.test(`${name} finds out that it cannot write before it has to`, async () => {
    await using test = await create(OLD);
    await test.store.checkWritable();
    assert.equal(await test.peek(), OLD);
    await test.makeUnwritable();
    const isUnwritable = (error: unknown): boolean =>
      error instanceof DockerError && error.code === "DOCKER_CONFIG_UNWRITABLE" && error.hint !== undefined &&
      error.message.includes(test.store.path);
    await assert.rejects(test.store.checkWritable(), isUnwritable);
    await assert.rejects(test.store.update((text) => `${text} `), isUnwritable);
    assert.equal(await test.peek(), OLD);
  });
}
