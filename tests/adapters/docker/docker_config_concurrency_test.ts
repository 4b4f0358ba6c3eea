import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { join } from "node:path";
import { DockerConfigFile } from "../../../src/adapters/docker/docker_config_file.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { atOnce } from "../../support/hosts/samples.ts";
import { fixture } from "../../domain/docker/fixtures.ts";
import { namesIn, tempDirectory } from "../fs/temp_directory.ts";

const WORKER = fileURLToPath(new URL("login_worker.ts", import.meta.url));

function worker(args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", WORKER, ...args],
    stderr: "piped",
    stdout: "null",
  });
}

Deno.test("50 parallel logins write 50 entries and preserve every other byte", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path);
  const before = fixture("unknown_and_odd.json");
  await Deno.writeTextFile(store.path, before);
  const hosts = Array.from({ length: 50 }, (_, index) => `host${index}.example`);
  let running = true;
  // In ten processes, five in each; or in fewer, with more in each.
  const size = Math.ceil(hosts.length / atOnce(10));
  const shares = Array.from(
    { length: atOnce(10) },
    (_, index) => hosts.slice(index * size, (index + 1) * size),
  );
  const workers = Promise.all(shares.map((share) => worker(["--parallel", dir.path, ...share]).output()))
    .finally(() => running = false);
  // Readers take no lock: what they see is always a whole configuration.
  let reads = 0;
  while (running) {
    DockerConfigDocument.parse(await store.read(), store.path);
    reads++;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  for (const { code, stderr } of await workers) assert.equal(code, 0, new TextDecoder().decode(stderr));
  const document = DockerConfigDocument.parse(await store.read(), store.path);
  assert.deepEqual([...document.auths.keys()].toSorted(), ["one.example", ...hosts].toSorted());
  assert.equal(document.removeAuths(hosts).text, before);
  assert.deepEqual(await namesIn(dir.path), ["config.json", "config.json.lock"]);
  assert.ok(reads > 0);
});

Deno.test("a process that is killed while it writes leaves a whole file and a free lock", async () => {
  await using dir = await tempDirectory();
  const store = new DockerConfigFile(dir.path);
  const before = fixture("tabs.json");
  await Deno.writeTextFile(store.path, before);
  const hosts = Array.from({ length: 10_000 }, (_, index) => `host${index}.example`);
  const child = worker([dir.path, ...hosts]).spawn();
  while (await store.read() === before) await new Promise((resolve) => setTimeout(resolve, 1));
  child.kill("SIGKILL");
  await child.output();
  const document = DockerConfigDocument.parse(await store.read(), store.path);
  assert.ok(document.auths.size > 2);
  assert.equal(document.removeAuths(hosts).text, before);
  for (const name of await namesIn(dir.path)) {
    if (name.endsWith(".tmp")) await Deno.utime(join(dir.path, name), new Date(0), new Date(0));
  }
  assert.equal(await store.update((text) => `${text} `), true);
  assert.deepEqual(await namesIn(dir.path), ["config.json", "config.json.lock"]);
});

Deno.test("without a configuration, the lock that is removed after each change excludes all that wait for it", async () => {
  await using dir = await tempDirectory();
  let [working, done] = [0, 0];
  const change = async (): Promise<void> => {
    // Each has opened the lock file by itself, as in a process of its own.
    await new DockerConfigFile(dir.path).exclusively(async () => {
      assert.equal(++working, 1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      working--;
      done++;
    });
  };
  await Promise.all(Array.from({ length: 20 }, change));
  assert.equal(done, 20);
  assert.deepEqual(await namesIn(dir.path), []);
});
