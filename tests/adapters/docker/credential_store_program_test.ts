import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type CredentialStoreOptions,
  CredentialStorePrograms,
} from "../../../src/adapters/docker/credential_store_program.ts";
import { CancelledError, DockerError } from "../../../src/domain/errors/errors.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { tempDirectory } from "../fs/temp_directory.ts";
import { writeProgram } from "../../support/write_program.ts";

const LOGIN = { serverUrl: "registry.example", username: "AWS", password: new Secret('canary"\\secret') };

/** Runs a test with a program `docker-credential-fake` that is the given shell script; it is run in a directory of its own. */
function testProgram(
  name: string,
  script: string,
  run: (stores: CredentialStorePrograms, dir: string) => Promise<void>,
  options: CredentialStoreOptions = {},
): void {
  Deno.test({
    name,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      await using dir = await tempDirectory();
      const program = join(dir.path, "docker-credential-fake");
      await writeProgram(program, `#!/bin/sh\ncd "${dir.path}"\n${script}\n`);
      const env = { PATH: `${dir.path}:/usr/bin:/bin` };
      await run(new CredentialStorePrograms({ ...options, env }), dir.path);
    },
  });
}

/** The error that some work ends with: of the right code, with a hint, and without the secret. */
async function failureOf(work: Promise<unknown>): Promise<DockerError> {
  const error = await work.then(() => assert.fail("it did not fail"), (error: unknown) => error);
  assert.ok(error instanceof DockerError, Deno.inspect(error));
  assert.equal(error.code, "DOCKER_STORE_FAILED");
  assert.ok(error.hint);
  assert.ok(!Deno.inspect(error).includes("canary"));
  return error;
}

testProgram(
  "CredentialStorePrograms.store() gives the login to the program's standard input, and to nothing else",
  'cat > stdin; echo "$@" > args; env > environment',
  async (stores, dir) => {
    await stores.store("fake", LOGIN);
    assert.equal(
      await Deno.readTextFile(join(dir, "stdin")),
      '{"ServerURL":"registry.example","Username":"AWS","Secret":"canary\\"\\\\secret"}',
    );
    assert.equal(await Deno.readTextFile(join(dir, "args")), "store\n");
    assert.ok(!(await Deno.readTextFile(join(dir, "environment"))).includes("canary"));
  },
);

testProgram(
  "CredentialStorePrograms.erase() gives the bare host to the program",
  'cat > stdin; echo "$@" > args',
  async (stores, dir) => {
    await stores.erase("fake", "registry.example");
    assert.equal(await Deno.readTextFile(join(dir, "stdin")), "registry.example");
    assert.equal(await Deno.readTextFile(join(dir, "args")), "erase\n");
  },
);

testProgram(
  "CredentialStorePrograms.list() returns the keys of the logins, and fails for any other output",
  'cat > stdin; echo "$1" > args; cat list; [ ! -f fails ]',
  async (stores, dir) => {
    await Deno.writeTextFile(join(dir, "list"), '{"registry.example":"AWS","https://other.example":"me"}');
    assert.deepEqual(await stores.list("fake"), ["registry.example", "https://other.example"]);
    assert.equal(await Deno.readTextFile(join(dir, "args")), "list\n");
    await Deno.writeTextFile(join(dir, "list"), "null");
    await failureOf(stores.list("fake"));
    await Deno.writeTextFile(join(dir, "list"), "{}");
    await Deno.writeTextFile(join(dir, "fails"), "");
    await failureOf(stores.list("fake"));
  },
);

testProgram(
  "CredentialStorePrograms.erase() counts a login that is not there as removed; store() does not",
  'echo "credentials not found in native keychain"; exit 1',
  async (stores) => {
    await stores.erase("fake", "registry.example");
    await failureOf(stores.store("fake", LOGIN));
  },
);

testProgram(
  "CredentialStorePrograms.erase() counts an item that the keychain does not have as removed",
  'echo "The specified item could not be found in the keychain."; exit 1',
  async (stores) => await stores.erase("fake", "registry.example"),
);

testProgram(
  "CredentialStorePrograms.erase() can do without a program that cannot be started, not without one that fails",
  "exit 1",
  async (stores) => {
    const options = { mayFailToStart: true };
    await stores.erase("missing", "registry.example", options);
    await failureOf(stores.erase("missing", "registry.example"));
    await failureOf(stores.erase("fake", "registry.example", options));
  },
);

testProgram(
  "CredentialStorePrograms tells what the program said, without the secret and without escapes",
  "printf 'no: '; cat; printf ' %s' \"$(printf 'AWS:%s' 'canary\"\\secret' | base64)\"; printf '\\033[31mred'; exit 3",
  async (stores) => {
    const { message } = await failureOf(stores.store("fake", LOGIN));
    assert.match(
      message,
      /^Cannot store the login of "registry\.example" with "docker-credential-fake": exit code 3: no: /,
    );
    assert.match(message, /\[redacted\].*\[redacted\].*\\u\{1b\}\[31mred$/);
  },
);

testProgram(
  "CredentialStorePrograms falls back on what the program said on standard error",
  "echo locked >&2; exit 1",
  async (stores) => {
    assert.match((await failureOf(stores.erase("fake", "h"))).message, /exit code 1: locked$/);
  },
);

testProgram(
  "CredentialStorePrograms does not mind a program that reads no input",
  "exec <&-; exit 0",
  async (stores) => {
    const password = new Secret("x".repeat(1_000_000));
    await stores.store("fake", { ...LOGIN, password });
  },
);

testProgram(
  "CredentialStorePrograms bounds what it keeps of an endless answer",
  "yes; exit 1",
  async (stores) => {
    assert.match((await failureOf(stores.erase("fake", "h"))).message, /no response within 0\.3 s$/);
  },
  { timeoutMs: 300 },
);

testProgram(
  "CredentialStorePrograms kills a program that does not answer, though its children live on",
  "sleep 60 & echo $! > child; wait",
  async (stores, dir) => {
    const error = await failureOf(stores.store("fake", LOGIN));
    assert.match(error.message, /no response within 0\.5 s$/);
    Deno.kill(Number(await Deno.readTextFile(join(dir, "child"))), "SIGKILL");
  },
  { timeoutMs: 500 },
);

testProgram(
  "CredentialStorePrograms takes the word of a program whose child keeps the pipes open",
  "sleep 60 & echo $! > child; exit 0",
  async (stores, dir) => {
    await stores.store("fake", LOGIN);
    Deno.kill(Number(await Deno.readTextFile(join(dir, "child"))), "SIGKILL");
  },
  { timeoutMs: 500 },
);

testProgram(
  "CredentialStorePrograms is cancelled by its signal, before and while a program runs",
  "touch started; exec sleep 60",
  async (_stores, dir) => {
    const abort = new AbortController();
    const env = { PATH: `${dir}:/usr/bin:/bin` };
    const stores = new CredentialStorePrograms({ signal: abort.signal, env });
    const storing = stores.store("fake", LOGIN);
    while (await Deno.stat(join(dir, "started")).catch(() => undefined) === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    abort.abort();
    await assert.rejects(storing, CancelledError);
    await assert.rejects(stores.erase("fake", "h"), CancelledError);
  },
);

Deno.test("CredentialStorePrograms names the missing program", async () => {
  await using dir = await tempDirectory();
  const stores = new CredentialStorePrograms({ env: { PATH: dir.path } });
  const error = await failureOf(stores.erase("fake", "h"));
  assert.match(error.message, /"docker-credential-fake": command not found on the PATH$/);
  assert.match(error.hint ?? "", /credsStore/);
});

Deno.test("CredentialStorePrograms runs nothing for an invalid name", async () => {
  const stores = new CredentialStorePrograms();
  for (const name of ["", ".", "../x", "a/b", "a b", "-x", "a\nb", "\u00e9", "a;b", "$(x)", "a\u0000"]) {
    const error = await failureOf(stores.store(name, LOGIN));
    assert.match(error.message, /not a valid credential store name$/, name);
    assert.ok(!error.message.includes("\n"));
  }
});
