import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { KeyringUserKeys } from "../../../src/adapters/keyring/keyring_user_keys.ts";
import { Keyrings } from "../../../src/adapters/keyring/keyrings.ts";
import { openPasswordJwe } from "../../../src/adapters/keyring/password_jwe.ts";
import type { StoredKeys, StoredKeysOwner } from "../../../src/ports/sessions.ts";
import { FixedEnvironment } from "../aws/fixed_environment.ts";
import { tempDirectory } from "../fs/temp_directory.ts";
import { seal } from "./sealed.ts";

const PASSWORD = "correct horse";
const OWNER: StoredKeysOwner = { name: "Dev/Me", realm: "acme", keyring: { type: "file" } };

/** An entry as Atmos keeps it, in an item of its keyring library. */
function item(data: Readonly<Record<string, unknown>>, type = "aws"): string {
  return JSON.stringify({
    Key: "atmos_acme_dev/me",
    Data: new TextEncoder().encode(JSON.stringify({ type, data })).toBase64(),
    Label: "",
    Description: "",
  });
}

const ENTRY = item({
  access_key_id: "AKIAKEPT",
  secret_access_key: "kept",
  mfa_arn: "arn:mfa",
  session_duration: "24h",
});

async function find(
  { text, path = ".local/share/atmos/keyring/atmos_acme_dev%2Fme", owner = OWNER, env = {}, mode = 0o600 }: {
    readonly text?: string;
    readonly path?: string;
    readonly owner?: StoredKeysOwner;
    readonly env?: Readonly<Record<string, string>>;
    readonly mode?: number;
  },
): Promise<StoredKeys> {
  await using home = await tempDirectory();
  if (text !== undefined) {
    const file = join(home.path, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
    await Deno.chmod(file, mode);
  }
  const variables = { HOME: home.path, ATMOS_KEYRING_PASSWORD: PASSWORD, ...env };
  return await new KeyringUserKeys(new Keyrings({ environment: new FixedEnvironment(variables) })).find(
    owner,
  );
}

Deno.test("a sealed entry of Atmos is opened", async () => {
  const found = await find({ text: await seal(ENTRY, { password: PASSWORD }) });
  ok(found.kind === "keys");
  deepStrictEqual([found.accessKeyId, found.secretAccessKey.expose()], ["AKIAKEPT", "kept"]);
  deepStrictEqual([found.mfaArn, found.sessionSeconds], ["arn:mfa", 86_400]);
  match(found.from, /^Atmos' keyring, ".*atmos_acme_dev%2Fme"$/);
});

/** Made with PBKDF2, AES key wrap and AES-GCM of Python's `cryptography`, and 8,192 iterations as in Atmos. */
const VECTOR = [
  "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJlbmMiOiJBMjU2R0NNIiwicDJjIjo4MTkyLCJwMnMiOiJBQUVDQXdRRkJnY0lDUW9MIn0",
  "7AgvlaRTeJ3z9SSIXoGKS0jNq42xZHeP0KCro4vBhqzIebamxQ4Nxw",
  "AAECAwQFBgcICQoL",
  "PCCdfrzH-DuvKrWnkcs8DPe3pQ7QWToFcleA3V8FSdhud-eR6fJx4T3XNq7C7HFgvDEp5zWxxqN1_3MrVo-W3b5ap0iF5H5TcD_jBIDoR4N-xpo3MC8BPr-o16UPl_DjhZQA1e4trFyndGeABhlCTPQBA5m18GzwIpgeoPaKDUbqO2aehOrpLg",
  "ju7k-26gKSGH5cPqegfEIA",
].join(".");

Deno.test("what another program sealed is opened", async () => {
  const found = await find({ text: VECTOR });
  strictEqual(found.kind === "keys" && found.accessKeyId, "AKIAKEPT");
});

Deno.test("the keyring's place comes from a variable, the configuration, or Atmos", async () => {
  const text = await seal(ENTRY, { password: PASSWORD });
  const keyring = { type: "file", path: "~/keys" };
  const cases: readonly Parameters<typeof find>[0][] = [
    { path: "keys/atmos_acme_dev%2Fme", owner: { ...OWNER, keyring } },
    // What looks like a file stands for its directory.
    {
      path: "keys/atmos_acme_dev%2Fme",
      owner: { ...OWNER, keyring: { ...keyring, path: "~/keys/ring.jwe" } },
    },
    {
      path: "other/atmos_acme_dev%2Fme",
      owner: { ...OWNER, keyring },
      env: { ATMOS_KEYRING_FILE_PATH: "~/other/" },
    },
    { path: ".local/share/atmos/keyring/atmos_dev%2Fme", owner: { ...OWNER, realm: "" } },
    { owner: { ...OWNER, keyring: {} }, env: { ATMOS_KEYRING_TYPE: "file" } },
  ];
  for (const options of cases) {
    strictEqual((await find({ text, ...options })).kind, "keys", Deno.inspect(options));
  }
});

Deno.test("the password is in the variable that is named", async () => {
  const text = await seal(ENTRY, { password: "another one" });
  const owner = { ...OWNER, keyring: { type: "file", passwordEnv: "RING" } };
  strictEqual((await find({ text, owner, env: { RING: "another one" } })).kind, "keys");
  const env = { ATMOS_KEYRING_PASSWORD_ENV: "MINE", MINE: "another one" };
  strictEqual((await find({ text, owner, env })).kind, "keys");
  const found = await find({ text, owner });
  ok(found.kind === "none");
  strictEqual(found.why, "Set RING to the password of Atmos' keyring");
});

Deno.test("an entry that cannot be decrypted is reported, without its content", async () => {
  const sealed = await seal(ENTRY, { password: PASSWORD });
  const cases:
    readonly (readonly [what: string, options: Parameters<typeof find>[0], why: RegExp | undefined])[] = [
      ["nothing there", {}, undefined],
      ["memory", { owner: { ...OWNER, keyring: { type: "memory" } } }, undefined],
      [
        "another password",
        { text: sealed, env: { ATMOS_KEYRING_PASSWORD: "wrong password" } },
        /is wrong, or the file is corrupted/,
      ],
      ["damaged", { text: sealed.slice(0, -4) }, /corrupted/],
      ["open to others", { text: sealed, mode: 0o644 }, /accessible to other users/],
      [
        "a session",
        {
          text: await seal(item({ access_key_id: "A", secret_access_key: "s", session_token: "t" }), {
            password: PASSWORD,
          }),
        },
        /does not contain the keys of an IAM user/,
      ],
      [
        "another type",
        {
          text: await seal(item({ access_key_id: "A", secret_access_key: "s" }, "oidc"), {
            password: PASSWORD,
          }),
        },
        /does not contain the keys of an IAM user/,
      ],
    ];
  for (const [what, options, why] of cases) {
    const found = await find(options);
    ok(found.kind === "none", what);
    if (why === undefined) strictEqual(found.why, undefined, what);
    else match(found.why ?? "", why, what);
  }
});

Deno.test("no file causes long computations, or selects another algorithm", async () => {
  const hostile: readonly Readonly<Record<string, unknown>>[] = [
    { p2c: 2_000_000_000 },
    { p2c: 0 },
    { p2c: 1.5 },
    { p2c: "1000" },
    { alg: "dir" },
    { enc: "A128GCM" },
    { p2s: 7 },
    { p2s: "not base64!" },
  ];
  for (const header of hostile) {
    const text = await seal(ENTRY, { password: PASSWORD, header });
    strictEqual(await openPasswordJwe(text, PASSWORD), undefined, JSON.stringify(header));
  }
  for (const text of ["", "a.b.c", "....", "%.%.%.%.%", "bnVsbA...."]) {
    strictEqual(await openPasswordJwe(text, PASSWORD), undefined, text);
  }
});
