import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { SessionIniFiles } from "../../../src/adapters/sessions/session_ini_files.ts";
import { lockFile } from "../../../src/adapters/fs/file_lock.ts";
import { exposed, PLACE, session } from "../../contracts/identity_sessions_contract.ts";
import { someDefinition } from "../../support/helper_fixtures.ts";
import { sampled } from "../../support/hosts/samples.ts";
import { isInstalled } from "../../support/shells.ts";
import { IS_ROOT, modeOf, namesIn, OTHER_USER, tempDirectory } from "../fs/temp_directory.ts";

/** Sessions below a directory of their own, and what they warn of. */
async function bench(timeoutMs?: number): Promise<
  AsyncDisposable & {
    readonly sessions: SessionIniFiles;
    readonly credentials: string;
    readonly config: string;
    readonly warnings: string[];
  }
> {
  const dir = await tempDirectory();
  const warnings: string[] = [];
  const sessions = new SessionIniFiles(join(dir.path, "atmos"), {
    notes: { warning: (sentence) => warnings.push(sentence), debug: () => {} },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const { credentials = "", config = "" } = sessions.files(PLACE) ?? {};
  return { sessions, credentials, config, warnings, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

const FOREIGN = "# kept by hand\n[other]\naws_access_key_id=AKIAOTHER\n\n";

async function put(path: string, text: string | Uint8Array, mode = 0o600): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await Deno.writeFile(path, typeof text === "string" ? new TextEncoder().encode(text) : text);
  await Deno.chmod(path, mode);
}

Deno.test("sessions are private, beside the locks of Atmos, and other sections stay as they are", async () => {
  await using test = await bench();
  await put(test.credentials, FOREIGN);
  await test.sessions.write(PLACE, session("one"));
  const text = await Deno.readTextFile(test.credentials);
  ok(text.startsWith(FOREIGN));
  match(
    text,
    /\n; atmos: expiration=2026-01-01T12:00:00Z\n\[dev\/admin\]\n; atmos-ecr: .*\naws_access_key_id {5}= ASIAONE\n/,
  );
  strictEqual(await Deno.readTextFile(test.config), "[profile dev/admin]\nregion = eu-west-1\n");
  for (const path of [test.credentials, test.config]) strictEqual(await modeOf(path), 0o600);
  strictEqual(await modeOf(dirname(test.credentials)), 0o700);
  deepStrictEqual(await namesIn(dirname(test.credentials)), [
    "config",
    "config.lock",
    "credentials",
    "credentials.lock",
  ]);
  deepStrictEqual(test.warnings, []);
});

Deno.test("a session written by Atmos has no definition, and its owner must be verified", async () => {
  await using test = await bench();
  await put(
    test.credentials,
    "; atmos: expiration=2026-01-01T12:00:00Z\n[dev/admin]\naws_access_key_id = ASIA\naws_secret_access_key = s\naws_session_token = t\n",
  );
  strictEqual(await test.sessions.read(PLACE), undefined);
  strictEqual((await test.sessions.readUnmarked(PLACE))?.accessKeyId, "ASIA");
  strictEqual(await test.sessions.isMarked(PLACE), false);
  strictEqual((await test.sessions.readUnmarked(PLACE))?.region, undefined);
  await put(test.config, "[profile dev/admin]\nregion = us-west-2\n");
  strictEqual((await test.sessions.readUnmarked(PLACE))?.region, "us-west-2");
});

Deno.test("files that others may write, or that are not text, are ignored with one warning", async () => {
  const cases: readonly (readonly [what: string, text: string | Uint8Array, mode: number, why: RegExp])[] = [
    ["writable by the group", FOREIGN, 0o620, /is accessible to other users/],
    ["no UTF-8", new Uint8Array([0x5b, 0xff, 0x5d]), 0o600, /not valid UTF-8/],
    ["too large", "#".repeat(4 * 1024 * 1024 + 1), 0o600, /too large/],
  ];
  for (const [what, text, mode, why] of cases) {
    await using test = await bench();
    await put(test.credentials, text, mode);
    strictEqual(await test.sessions.readUnmarked(PLACE), undefined, what);
    await test.sessions.write(PLACE, session("one"));
    strictEqual(await test.sessions.remove(PLACE), false, what);
    strictEqual(test.warnings.length, 1, what);
    match(test.warnings[0] ?? "", why);
    deepStrictEqual(
      await Deno.readFile(test.credentials),
      typeof text === "string" ? new TextEncoder().encode(text) : text,
    );
  }
});

Deno.test("a session whose lock is a link elsewhere is not removed", async () => {
  await using test = await bench();
  await test.sessions.write(PLACE, session("one"));
  const lock = `${test.credentials}.lock`;
  await Deno.remove(lock);
  await Deno.symlink("elsewhere", lock);
  strictEqual(await test.sessions.remove(PLACE), false);
  strictEqual((await test.sessions.read(PLACE))?.accessKeyId, "ASIAONE");
  strictEqual((await namesIn(dirname(test.credentials))).includes("elsewhere"), false);
});

Deno.test({
  name: "a file of another user is ignored",
  ignore: !IS_ROOT,
  fn: async () => {
    await using test = await bench();
    await put(test.credentials, FOREIGN);
    await Deno.chown(test.credentials, OTHER_USER, OTHER_USER);
    await test.sessions.write(PLACE, session("one"));
    strictEqual(await test.sessions.readUnmarked(PLACE), undefined);
    strictEqual(await Deno.readTextFile(test.credentials), FOREIGN);
    match(test.warnings.join("\n"), /is owned by another user/);
  },
});

Deno.test("a directory that cannot be created causes a warning", async () => {
  await using test = await bench();
  const blocked = dirname(dirname(dirname(test.credentials)));
  await Deno.mkdir(dirname(blocked), { recursive: true });
  await Deno.writeTextFile(blocked, "");
  await test.sessions.write(PLACE, session("one"));
  ok(test.warnings.length > 0);
  strictEqual(await test.sessions.read(PLACE), undefined);
});

Deno.test("without a home directory no session is stored, and a remark says so", async () => {
  const remarks: string[] = [];
  const sessions = new SessionIniFiles(undefined, {
    notes: {
      warning: (sentence) => remarks.push(`! ${sentence}`),
      debug: (sentence) => remarks.push(sentence),
    },
  });
  await sessions.write(PLACE, session("one"));
  strictEqual(await sessions.read(PLACE), undefined);
  strictEqual(await sessions.remove(PLACE), false);
  strictEqual(sessions.files(PLACE), undefined);
  deepStrictEqual(remarks, ["Not storing the session: there is no home directory"]);
});

Deno.test("a lock that is never released is awaited only once", async () => {
  await using test = await bench(1);
  await put(test.credentials, FOREIGN);
  const lock = await lockFile(`${test.config}.lock`);
  await test.sessions.write(PLACE, session("one"));
  lock[Symbol.dispose]();
  await test.sessions.write(PLACE, session("two"));
  deepStrictEqual(test.warnings, [
    `Not using the sessions in "${test.config}": another process holds the lock`,
  ]);
  strictEqual(await Deno.readTextFile(test.credentials), FOREIGN);
});

Deno.test("sessions that are stored at once do not wait for each other's lock", async () => {
  await using test = await bench(0);
  const places = Array.from({ length: 12 }, (_, index) => ({ ...PLACE, identity: `role-${index}` }));
  await Promise.all(places.map((place, index) => test.sessions.write(place, session(`s${index}`))));
  const read = await Promise.all(places.map((place) => test.sessions.read(place)));
  deepStrictEqual(read.map((one) => one?.accessKeyId), places.map((_, index) => `ASIAS${index}`));
  deepStrictEqual(test.warnings, []);
});

Deno.test("a writer waits for Atmos' lock", async () => {
  await using test = await bench();
  await put(test.credentials, FOREIGN);
  const lock = await lockFile(`${test.credentials}.lock`);
  const written = test.sessions.write(PLACE, session("one"));
  // While it waits, the one who holds the lock writes a session of its own.
  await Deno.writeTextFile(
    test.credentials,
    `${FOREIGN}; atmos: expiration=2026-01-01T12:00:00Z\n[late]\naws_access_key_id = A\naws_secret_access_key = s\naws_session_token = t\n`,
  );
  lock[Symbol.dispose]();
  await written;
  strictEqual((await test.sessions.readUnmarked({ ...PLACE, identity: "late" }))?.accessKeyId, "A");
  deepStrictEqual(exposed(await test.sessions.read(PLACE)), exposed(session("one")));
});

Deno.test("a session keeps its region, whatever another process does to the place meanwhile", async (t) => {
  const other = { ...PLACE, definition: someDefinition("another account") };
  const rows: Readonly<Record<string, (sessions: SessionIniFiles) => Promise<unknown>>> = {
    "a logout": (sessions) => sessions.remove(PLACE),
    "a login of another definition": (sessions) =>
      sessions.write(other, session("other", { region: "cn-north-1" })),
  };
  for (const [name, act] of Object.entries(rows)) {
    await t.step(name, async () => {
      await using test = await bench();
      await put(test.credentials, FOREIGN);
      const second = new SessionIniFiles(dirname(dirname(dirname(dirname(test.credentials)))), {
        notes: { warning: (sentence) => test.warnings.push(sentence), debug: () => {} },
      });
      const lock = await lockFile(`${test.credentials}.lock`);
      const first = test.sessions.write(PLACE, session("one"));
      await new Promise((resolve) => setTimeout(resolve, 20));
      const last = act(second);
      await new Promise((resolve) => setTimeout(resolve, 20));
      lock[Symbol.dispose]();
      await Promise.all([first, last]);
      const one = await test.sessions.read(PLACE);
      const two = await test.sessions.read(other);
      // Whoever was last; after a logout, nothing at all is right, too.
      strictEqual(one?.region, one && "eu-west-1");
      strictEqual(two?.region, two && "cn-north-1");
      deepStrictEqual(test.warnings, []);
    });
  }
});

Deno.test({
  name: "the AWS CLI reads the sessions that are written",
  ignore: !await isInstalled("aws"),
  fn: async () => {
    await using test = await bench();
    await test.sessions.write(PLACE, session("one"));
    await test.sessions.write({ ...PLACE, identity: "default" }, session("two", { region: "us-east-1" }));
    const ask = async (...args: string[]): Promise<string> =>
      new TextDecoder().decode(
        (await new Deno.Command("aws", {
          args: ["configure", ...args],
          env: {
            AWS_SHARED_CREDENTIALS_FILE: test.credentials,
            AWS_CONFIG_FILE: test.config,
            AWS_EC2_METADATA_DISABLED: "true",
          },
        }).output()).stdout,
      ).trim();
    const rows = [
      ["aws_session_token", "dev/admin", "token+of/one=="],
      ["region", "default", "us-east-1"],
    ] as const;
    for (const [name, profile, value] of sampled(rows, 2)) {
      strictEqual(await ask("get", name, "--profile", profile), value);
    }
  },
});
