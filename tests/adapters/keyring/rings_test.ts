import { deepStrictEqual, doesNotMatch, match, ok, rejects, strictEqual } from "node:assert/strict";
import { CredentialManagerRing } from "../../../src/adapters/keyring/credential_manager_ring.ts";
import { FileRing } from "../../../src/adapters/keyring/file_ring.ts";
import { KeychainRing } from "../../../src/adapters/keyring/keychain_ring.ts";
import { MemoryRing } from "../../../src/adapters/keyring/keyrings.ts";
import type { Ring } from "../../../src/adapters/keyring/ring.ts";
import { type RingTool, ringTool } from "../../../src/adapters/keyring/ring_tool.ts";
import { SecretServiceRing } from "../../../src/adapters/keyring/secret_service_ring.ts";
import { tempDirectory } from "../fs/temp_directory.ts";
import { type FakeTools, fakeTools } from "./fake_tools.ts";
import { writeProgram } from "../../support/write_program.ts";

const LIMITS = { answerMs: 10_000, personMs: undefined };

function tool(program: string, limits: Parameters<typeof ringTool>[0]["limits"] = LIMITS): RingTool {
  return ringTool({ program, install: "install it", path: Deno.env.get("PATH"), limits });
}

type MakeRing = (tools: FakeTools, limits?: Parameters<typeof tool>[1]) => Ring;

const SYSTEM_RINGS: readonly (readonly [name: string, make: MakeRing])[] = [
  ["secret-tool", (tools, limits) => new SecretServiceRing(tool(tools.of("secret-tool"), limits))],
  ["security", (tools, limits) => new KeychainRing(tool(tools.of("security"), limits))],
  ["powershell", (tools, limits) => new CredentialManagerRing(tool(tools.of("powershell"), limits))],
];

const RINGS: readonly (readonly [name: string, make: MakeRing])[] = [
  ...SYSTEM_RINGS,
  [
    "file",
    (tools) =>
      new FileRing(`${tools.ring}/files`, { variable: "RING", get: () => Promise.resolve("correct horse") }),
  ],
  ["memory", () => new MemoryRing()],
];

/** Texts that an entry may have, and names that identities may have. */
const TEXTS: readonly string[] = [
  '{"type":"aws","data":{"access_key_id":"AKIA","secret_access_key":"s+/="}}',
  '{"name":"Zoë’s \\"key\\" $HOME `id` %d"}',
];
const NAMES: readonly string[] = [
  "atmos_acme_me",
  "atmos_team/me",
  "atmos_it's $HOME `id`",
  "atmos_a b",
  "atmos_ü",
];

for (const [name, make] of RINGS) {
  Deno.test(`a keyring gives what it was given, and nothing else: ${name}`, async () => {
    await using home = await tempDirectory();
    const tools = await fakeTools(home.path);
    const ring = make(tools);
    for (const key of NAMES) {
      deepStrictEqual(await ring.find(key), { kind: "none" }, key);
      strictEqual(await ring.has(key), false, key);
      strictEqual(await ring.remove(key), false, key);
      for (const text of TEXTS) {
        const place = await ring.store(key, text);
        const found = await ring.find(key);
        ok(found.kind === "entry", Deno.inspect(found));
        deepStrictEqual([found.text.expose(), found.from], [text, place]);
      }
    }
    const [first = "", second = ""] = NAMES;
    strictEqual(await ring.has(first), true);
    strictEqual(await ring.remove(first), true);
    deepStrictEqual(await ring.find(first), { kind: "none" });
    strictEqual((await ring.find(second)).kind, "entry");
  });
}

for (const [name, make] of SYSTEM_RINGS) {
  Deno.test(`no secret is an argument of ${name}`, async () => {
    await using home = await tempDirectory();
    const tools = await fakeTools(home.path);
    const ring = make(tools);
    await ring.store("atmos_acme_me", "the-secret");
    await ring.find("atmos_acme_me");
    await ring.remove("atmos_acme_me");
    const args = await tools.args();
    for (const form of ["the-secret", new TextEncoder().encode("the-secret").toBase64()]) {
      ok(!args.includes(form), args);
    }
  });

  Deno.test(`a locked keyring is reported, and keeps its entries: ${name}`, async () => {
    await using home = await tempDirectory();
    const tools = await fakeTools(home.path);
    const ring = make(tools);
    await ring.store("atmos_acme_me", "old");
    await Deno.writeTextFile(`${tools.ring}.locked`, "");
    const found = await ring.find("atmos_acme_me");
    ok(found.kind === "none");
    match(found.why ?? "", /^The system's keyring is not read: .*(?:locked|not allowed|denied)/);
    const expected = { name: "EnvironmentError", code: "KEYRING_UNUSABLE" };
    await rejects(ring.store("atmos_acme_me", "new"), expected);
    await rejects(ring.remove("atmos_acme_me"), expected);
    await Deno.remove(`${tools.ring}.locked`);
    const kept = await ring.find("atmos_acme_me");
    strictEqual(kept.kind === "entry" && kept.text.expose(), "old");
  });

  Deno.test(`a keyring that does not answer is given up: ${name}`, async () => {
    await using home = await tempDirectory();
    const tools = await fakeTools(home.path);
    await writeProgram(tools.of(name), "#!/bin/sh\nexec sleep 60\n");
    const ring = make(tools, { answerMs: 150, personMs: undefined });
    const found = await ring.find("atmos_acme_me");
    match(found.kind === "none" ? found.why ?? "" : "", /did not respond within 0\.15 s/);
    await rejects(ring.store("atmos_acme_me", "s3cret"), (error: Error) => {
      doesNotMatch(error.message, /s3cret/);
      return /did not respond/.test(error.message);
    });
  });

  Deno.test(`a keyring without its tool names the missing program: ${name}`, async () => {
    await using home = await tempDirectory();
    const tools = await fakeTools(home.path);
    await Deno.remove(tools.of(name));
    const found = await make(tools).find("atmos_acme_me");
    match(found.kind === "none" ? found.why ?? "" : "", /there is no ".*": install it$/);
    await rejects(make(tools).store("atmos_acme_me", "s"), { code: "KEYRING_UNUSABLE" });
  });
}

Deno.test("the user may unlock the Secret Service, and is only prompted on a terminal", async () => {
  await using home = await tempDirectory();
  const tools = await fakeTools(home.path);
  const silent = new SecretServiceRing(tool(tools.of("secret-tool")));
  const asked = new SecretServiceRing(tool(tools.of("secret-tool"), { answerMs: 10_000, personMs: 10_000 }));
  await silent.store("atmos_acme_me", "kept");
  await Deno.writeTextFile(`${tools.ring}.locked`, "");
  await Deno.writeTextFile(`${tools.ring}.unlockable`, "");
  strictEqual((await silent.find("atmos_acme_me")).kind, "none");
  doesNotMatch(await tools.args(), /^lookup$/m);
  strictEqual((await asked.find("atmos_acme_me")).kind, "entry");
});

Deno.test("entries go where Atmos has them in the Secret Service, or into the default collection", async () => {
  await using home = await tempDirectory();
  const tools = await fakeTools(home.path);
  await Deno.writeTextFile(`${tools.ring}.login`, "");
  await new SecretServiceRing(tool(tools.of("secret-tool"))).store("atmos_acme_me", "kept");
  const args = (await tools.args()).split("\n");
  deepStrictEqual(args.slice(0, -1), [
    "store",
    "--label=Password for 'atmos-auth' on 'atmos_acme_me'",
    "--collection=/org/freedesktop/secrets/collection/login",
    "service",
    "atmos_acme_me",
    "username",
    "atmos-auth",
  ]);
});

Deno.test("values of go-keyring in the keychain of macOS, old and new", async (t) => {
  await using home = await tempDirectory();
  const tools = await fakeTools(home.path);
  const file = `${tools.ring}/atmos_me`;
  const rows: readonly (readonly [kept: string, text: string | undefined])[] = [
    [`go-keyring-base64:${btoa('{"a":1}')}`, '{"a":1}'],
    [`go-keyring-encoded:${new TextEncoder().encode('{"a":1}').toHex()}`, '{"a":1}'],
    ['{"a":1}', '{"a":1}'],
    ["go-keyring-base64:%%", undefined],
    ["go-keyring-encoded:xyz", undefined],
  ];
  for (const [kept, text] of rows) {
    await t.step(kept, async () => {
      await Deno.writeTextFile(file, kept);
      const found = await new KeychainRing(tool(tools.of("security"))).find("atmos_me");
      strictEqual(found.kind === "entry" ? found.text.expose() : undefined, text);
    });
  }
});

Deno.test("a file keyring needs a password that Atmos accepts", async () => {
  await using home = await tempDirectory();
  const ring = (password: string | undefined): FileRing =>
    new FileRing(`${home.path}/ring`, { variable: "RING", get: () => Promise.resolve(password) });
  await rejects(ring(undefined).store("atmos_me", "x"), { code: "KEYRING_UNUSABLE", hint: /^Set RING to/ });
  await rejects(ring("short").store("atmos_me", "x"), { code: "KEYRING_UNUSABLE" });
  strictEqual((await Array.fromAsync(Deno.readDir(home.path))).length, 0);
});

Deno.test("a file keyring writes what Atmos reads: its library's item, work and modes", async () => {
  await using home = await tempDirectory();
  const directory = `${home.path}/ring`;
  const ring = new FileRing(directory, { variable: "RING", get: () => Promise.resolve("correct horse") });
  await ring.store("atmos_team/me", "text");
  const sealed = await Deno.readTextFile(`${directory}/atmos_team%2Fme`);
  const header = JSON.parse(new TextDecoder().decode(
    Uint8Array.fromBase64(sealed.split(".")[0] ?? "", { alphabet: "base64url" }),
  ));
  deepStrictEqual([header.alg, header.enc, header.p2c], ["PBES2-HS256+A128KW", "A256GCM", 8192]);
  const modes = [directory, `${directory}/atmos_team%2Fme`].map((path) =>
    (Deno.statSync(path).mode ?? 0) & 0o777
  );
  deepStrictEqual(modes, [0o700, 0o600]);
});

Deno.test("a PowerShell that returns nothing stores, finds and removes nothing", async () => {
  // As where another program stands in for it.
  const run = (): ReturnType<RingTool["run"]> =>
    Promise.resolve({ code: 0, stdout: "\r\n", said: "", fault: undefined });
  const ring = new CredentialManagerRing({ interactive: false, run });
  deepStrictEqual([await ring.has("atmos_me"), (await ring.find("atmos_me")).kind], [false, "none"]);
  const unusable = { code: "KEYRING_UNUSABLE", message: /PowerShell returned nothing/ };
  await rejects(ring.store("atmos_me", "text"), unusable);
  await rejects(ring.remove("atmos_me"), unusable);
});
