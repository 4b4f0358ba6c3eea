import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SsoSessionFiles } from "../../../src/adapters/sessions/sso_session_files.ts";
import { startFakeAws } from "../../fakes/aws/fake_aws.ts";
import { session } from "../../contracts/sso_sessions_contract.ts";
import { atOnce } from "../../support/hosts/samples.ts";
import { fromFileUrl } from "../../support/module_graph.ts";
import { modeOf, namesIn, tempDirectory } from "../fs/temp_directory.ts";

const KEY = { startUrl: "https://acme.awsapps.com/start", region: "us-east-1" };
/** Reference: `ssoTokenCacheKey` of Atmos, for the key above. */
const NAME = "79bd718a482a3c0ed2e0def5930c30370ed00695";
const ATMOS = fromFileUrl("../fixtures/sso_sessions/newer.json");

class Scene implements AsyncDisposable {
  readonly warnings: string[] = [];
  readonly directory: string;
  readonly file: string;
  readonly sessions: SsoSessionFiles;
  readonly #dir: AsyncDisposable;

  private constructor(dir: AsyncDisposable & { readonly path: string }) {
    this.#dir = dir;
    this.directory = join(dir.path, "atmos/aws-sso/sessions");
    this.file = join(this.directory, `${NAME}.json`);
    const notes = { warning: (sentence: string) => void this.warnings.push(sentence), debug: () => {} };
    this.sessions = new SsoSessionFiles(this.directory, { notes });
  }

  static async create(): Promise<Scene> {
    return new Scene(await tempDirectory());
  }

  /** Puts a file there as Atmos would. */
  async atmosWrites(text: string, mode = 0o600): Promise<void> {
    await Deno.mkdir(this.directory, { recursive: true, mode: 0o700 });
    await Deno.writeTextFile(this.file, text, { mode });
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#dir[Symbol.asyncDispose]();
  }
}

Deno.test("a session is stored where Atmos searches, and is private", async () => {
  await using scene = await Scene.create();
  await scene.sessions.write(session());
  deepStrictEqual([await modeOf(scene.file), await modeOf(scene.directory)], [0o600, 0o700]);
  deepStrictEqual(Object.keys(JSON.parse(await Deno.readTextFile(scene.file))), [
    "accessToken",
    "expiresAt",
    "region",
    "startUrl",
    "refreshToken",
    "clientId",
    "clientSecret",
    "registrationExpiresAt",
  ]);
  using _lock = await scene.sessions.hold(KEY, { timeoutMs: 0, signal: new AbortController().signal });
  deepStrictEqual(await namesIn(scene.directory), [`${NAME}.json`, `${NAME}.json.lock`, `${NAME}.lock`]);
  deepStrictEqual(scene.warnings, []);
});

Deno.test("Atmos' session is read, and its other fields are kept when it is replaced", async () => {
  await using scene = await Scene.create();
  await scene.atmosWrites(await Deno.readTextFile(ATMOS));
  strictEqual((await scene.sessions.read(KEY))?.refreshToken?.expose(), "aorAAAAAG-refresh");
  await scene.sessions.write(session("ours"));
  const written = JSON.parse(await Deno.readTextFile(scene.file));
  deepStrictEqual([written.accessToken, written.scopes, written.issuer], [
    "ours",
    ["sso:account:access"],
    { name: "acme", number: 12 },
  ]);
});

for (const damage of ["", "{", "null", "\0\0", `{"accessToken": "x"}`]) {
  Deno.test(`${JSON.stringify(damage)} is not a session, is reported once, and is replaced`, async () => {
    await using scene = await Scene.create();
    await scene.atmosWrites(damage);
    strictEqual(await scene.sessions.read(KEY), undefined);
    strictEqual(await scene.sessions.read(KEY), undefined);
    deepStrictEqual(scene.warnings, [`Ignoring the session in "${scene.file}": it is corrupted`]);
    await scene.sessions.write(session());
    strictEqual((await scene.sessions.read(KEY))?.accessToken.expose(), "access");
  });
}

Deno.test("a session that was moved to the name of another is that of its endpoint still: it is reported, and not used", async () => {
  await using scene = await Scene.create();
  await scene.atmosWrites(
    JSON.stringify({ ...JSON.parse(await Deno.readTextFile(ATMOS)), endpoint: "http://127.0.0.1:4566" }),
  );
  strictEqual(await scene.sessions.read(KEY), undefined);
  deepStrictEqual(scene.warnings.length, 1);
  match(scene.warnings[0] ?? "", /^Ignoring the session in "/);
});

Deno.test({
  name: "a file that others may have written is not believed, and passes nothing on",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using scene = await Scene.create();
    await scene.atmosWrites(await Deno.readTextFile(ATMOS));
    await Deno.chmod(scene.file, 0o644);
    strictEqual(await scene.sessions.read(KEY), undefined);
    match(scene.warnings[0] ?? "", /it is accessible to other users$/);
    await scene.sessions.write(session());
    strictEqual(await modeOf(scene.file), 0o600);
    strictEqual(JSON.parse(await Deno.readTextFile(scene.file)).issuer, undefined);
    const elsewhere = join(scene.directory, "elsewhere");
    await Deno.writeTextFile(elsewhere, "kept");
    await Deno.remove(scene.file);
    await Deno.symlink(elsewhere, scene.file);
    strictEqual(await scene.sessions.read(KEY), undefined);
    await scene.sessions.write(session());
    strictEqual(await Deno.readTextFile(elsewhere), "kept");
    ok((await Deno.lstat(scene.file)).isFile);
  },
});

Deno.test("a session that cannot be stored causes a warning, one that cannot be removed an error", async () => {
  await using scene = await Scene.create();
  await Deno.mkdir(join(scene.file, "in the way"), { recursive: true });
  await scene.sessions.write(session());
  match(scene.warnings[0] ?? "", /^Cannot store the login in ".+": it cannot be used: /);
  await rejects(scene.sessions.remove(KEY), {
    code: "STATE_UNUSABLE",
    message: /^Cannot remove the session in "/,
  });
});

Deno.test("without a home directory nothing is stored, and nothing is locked", async () => {
  const sessions = new SsoSessionFiles(undefined, { notes: { warning: () => {}, debug: () => {} } });
  await sessions.write(session());
  strictEqual(await sessions.read(KEY), undefined);
  strictEqual(await sessions.remove(KEY), false);
  using lock = await sessions.hold(KEY, { timeoutMs: 0, signal: new AbortController().signal });
  ok(lock !== undefined);
});

Deno.test("logins in five processes, ten in each, that need one expired session refresh it once", async () => {
  await using scene = await Scene.create();
  await using aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: KEY.startUrl });
  await scene.atmosWrites(JSON.stringify(center.issueSession({ lifeSeconds: -60 })));
  // Time enough for everybody to come and see that it has expired.
  aws.faults.add({ service: "sso-oidc", effect: { kind: "delay", ms: 500 } });
  const worker = fromFileUrl("../tests/adapters/sessions/refresh_worker.ts");
  const processes = atOnce(5);
  const outputs = await Promise.all(
    Array.from({ length: processes }, () =>
      new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", "--quiet", worker, scene.directory, aws.url, "10"],
      }).output()),
  );
  const decoder = new TextDecoder();
  deepStrictEqual(
    outputs.map(({ code, stderr }) => [code, decoder.decode(stderr)]),
    outputs.map(() => [0, ""]),
  );
  const tokens = outputs.flatMap(({ stdout }) => decoder.decode(stdout).split("\n"));
  deepStrictEqual([tokens.length, new Set(tokens).size, aws.count("sso-oidc")], [10 * processes, 1, 1]);
});
