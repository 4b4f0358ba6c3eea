import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { foreseeFailures, planLogin } from "../../../src/app/login/login.ts";
import { absentLogins, logout, presentRegistries } from "../../../src/app/login/logout.ts";
import { pinLabel } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { environmentOf, pin } from "../../support/helper_fixtures.ts";
import { Bench, TWO } from "./login_bench.ts";

Deno.test("login() passes tokens to our own helper, and not to the file", async () => {
  const config = `{"credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":"atmos-ecr"}}`;
  const bench = new Bench(config);
  const [a, b] = await bench.login(TWO);
  deepStrictEqual([a?.status, b?.status], ["ok", "ok"]);
  deepStrictEqual((await bench.helper.pins.all()).map((pin) => [pin.host, pinLabel(pin)]), [
    ["111111111111.dkr.ecr.us-east-1.amazonaws.com", "one"],
  ]);
  strictEqual((await bench.helper.cache.list()).length, 1);
  deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths), [
    "222222222222.dkr.ecr.us-east-1.amazonaws.com",
  ]);
});

Deno.test("login() goes to the file after another process has removed our helper", async (t) => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const rows: Readonly<Record<string, (bench: Bench, remove: () => void) => void>> = {
    "while AWS is called": ({ tokens }, remove) =>
      tokens.failure = () => {
        remove();
        return undefined;
      },
    "before the pin is written": ({ helper: { pins } }, remove) => {
      const { exclusively } = pins;
      pins.exclusively = (work) => {
        remove();
        return exclusively(work);
      };
    },
  };
  for (const [name, prepare] of Object.entries(rows)) {
    await t.step(name, async () => {
      const bench = new Bench(`{"credHelpers":{"${host}":"atmos-ecr"}}`);
      prepare(bench, () => bench.config.text = "{}");
      strictEqual((await bench.login(TWO, ["a"]))[0]?.status, "ok");
      deepStrictEqual(await bench.helper.pins.all(), []);
      deepStrictEqual(await bench.helper.cache.list(), []);
      deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "{}").auths), [host]);
    });
  }
});

Deno.test("login() goes where Docker reads it after another process has changed that meanwhile", async (t) => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const ours = `{"credHelpers":{"${host}":"atmos-ecr"}}`;
  const rows: readonly (readonly [before: string, after: string, result: string])[] = [
    ["{}", ours, "pinned"],
    ["{}", `{"credsStore":"keychain"}`, "stored"],
    [`{"credsStore":"keychain"}`, ours, "pinned"],
    [`{"credsStore":"keychain"}`, "{}", "in the file"],
  ];
  const prepare: Readonly<Record<string, (bench: Bench, change: () => void) => void>> = {
    "while AWS is called": ({ tokens }, change) =>
      tokens.failure = () => {
        change();
        return undefined;
      },
    "while the lock is awaited": ({ config }, change) => {
      const update = config.update.bind(config);
      config.update = (edit) => {
        change();
        return update(edit);
      };
    },
  };
  for (
    const [[before, after, result], [name, at]] of rows.flatMap((row) =>
      Object.entries(prepare).map((one) => [row, one] as const)
    )
  ) {
    // A store is called without a lock.
    if (before !== "{}" && name === "while the lock is awaited") continue;
    await t.step(`${before}, then ${after} ${name}`, async () => {
      const bench = new Bench(before, "keychain");
      at(bench, () => bench.config.text = after);
      strictEqual((await bench.login(TWO, ["a"]))[0]?.status, "ok");
      const places = [
        ...(await bench.helper.cache.list()).map(() => "pinned"),
        ...bench.stores.calls.map(() => "stored"),
        ...Object.keys(JSON.parse(bench.config.text ?? "{}").auths ?? {}).map(() => "in the file"),
      ];
      deepStrictEqual(places, [result]);
    });
  }
});

Deno.test("login() fails after another process has pinned the registry to another principal while AWS is called", async () => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const bench = new Bench("{}");
  bench.tokens.failure = () => {
    bench.config.text = `{"credHelpers":{"${host}":"atmos-ecr"}}`;
    void bench.helper.pins.set([pin({ host, identity: "prod" })]);
    return undefined;
  };
  const [outcome] = await bench.login(TWO, ["a"]);
  strictEqual(outcome?.status === "failed" && outcome.error.code, "DOCKER_PIN_CONFLICT");
  deepStrictEqual([await bench.helper.cache.list(), bench.config.writes], [[], 0]);
});

Deno.test("foreseeFailures() reports a pin that cannot be used like login(), for its registry alone", async () => {
  const [a, b] = ["111111111111", "222222222222"].map((id) => `${id}.dkr.ecr.us-east-1.amazonaws.com`);
  const bench = new Bench(`{"credHelpers":{"${a}":"atmos-ecr","${b}":"atmos-ecr"}}`);
  bench.helper.pins.damaged.add(a ?? "");
  const failures = await foreseeFailures(await bench.plan(TWO), bench.ports);
  deepStrictEqual([...failures].map(([host, { code }]) => [host, code]), [[a, "STATE_UNUSABLE"]]);
  deepStrictEqual(
    (await bench.login(TWO)).map((outcome) => outcome.status === "failed" ? outcome.error.code : "ok"),
    ["STATE_UNUSABLE", "ok"],
  );
});

Deno.test("login() pins a registry that this program serves as the store, and does not call its store", async () => {
  const bench = new Bench(`{"credsStore":"atmos-ecr"}`, "atmos-ecr");
  const [outcome] = await bench.login(TWO, ["a"]);
  const registry = parseRegistry("111111111111.dkr.ecr.us-east-1.amazonaws.com");
  strictEqual(outcome?.status, "ok");
  deepStrictEqual((await bench.helper.pins.all()).map(({ host }) => host), [registry.host]);
  strictEqual((await bench.helper.cache.list()).length, 1);
  const stores = { docker: bench.ports.docker, cache: bench.helper.cache };
  deepStrictEqual(await absentLogins([{ registry }], stores), new Set());
  strictEqual((await logout([{ registry }], stores))[0]?.status, "ok");
  deepStrictEqual([await bench.helper.cache.list(), bench.stores.calls, bench.config.writes], [[], [], 0]);
  deepStrictEqual(await absentLogins([{ registry }], stores), new Set([registry.host]));
});

Deno.test("login() prefers the credential store to the file also where a foreign helper shadows both", async () => {
  const bench = new Bench(
    `{"credsStore":"keychain","credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":"other"}}`,
    "keychain",
  );
  await bench.login(TWO, ["a"]);
  deepStrictEqual(bench.stores.calls, ["store keychain 111111111111.dkr.ecr.us-east-1.amazonaws.com"]);
  strictEqual(bench.config.writes, 0);
});

Deno.test("planLogin() warns of a file that Docker cannot read, or whose logins it ignores", async (t) => {
  const rows: Readonly<Record<string, RegExp>> = {
    "\ufeff{}": /byte-order mark/,
    '{"features":{"buildkit":true}}': /^Docker ignores logins in \S+: "features.buildkit" is not a string/,
    '{"auths":{"old.example":{"auth":"!!!"}}}': /^Docker ignores logins in \S+: the "auth" of "old.example"/,
  };
  for (const [config, note] of Object.entries(rows)) {
    await t.step(config, async () => {
      const { notes } = await planLogin([], undefined, new Bench(config).ports);
      strictEqual(notes.length, 1);
      match(notes[0] ?? "", note);
    });
  }
});

Deno.test("planLogin() warns of a login in DOCKER_AUTH_CONFIG that Docker uses instead", async () => {
  const registry = parseRegistry("111111111111.dkr.ecr.us-east-1.amazonaws.com");
  const value = JSON.stringify({ auths: { [registry.host]: { auth: btoa("AWS:canary") } } });
  const { ports } = new Bench("{}");
  const environment = environmentOf({ DOCKER_AUTH_CONFIG: value });
  const helper = { ...ports.helper, environment };
  const { notes } = await planLogin([{ registry }], undefined, { ...ports, helper });
  deepStrictEqual(notes, [
    `DOCKER_AUTH_CONFIG is set: Docker 28.3 or newer uses its login for ${registry.host} instead of this login`,
  ]);
});

Deno.test("planLogin() never uses the environment's credentials for an identity without a configuration", async () => {
  const bench = new Bench();
  const registry = parseRegistry("111111111111.dkr.ecr.us-east-1.amazonaws.com");
  await rejects(planLogin([{ registry, identity: "dev" }], undefined, bench.ports), /defines identity "dev"/);
  strictEqual(bench.ambient.calls, 0);
});

Deno.test("login() stores each login in the store that Docker uses, and does not change the file", async () => {
  const bench = new Bench(`{"credsStore":"keychain"}`, "keychain");
  await bench.login(TWO);
  deepStrictEqual(bench.stores.calls, [
    "store keychain 111111111111.dkr.ecr.us-east-1.amazonaws.com",
    "store keychain 222222222222.dkr.ecr.us-east-1.amazonaws.com",
  ]);
  strictEqual(bench.config.writes, 0);
});

Deno.test("login() names the registries that a store refused, and goes on with the others", async () => {
  const bench = new Bench(
    `{"credsStore":"keychain","credHelpers":{"111111111111.dkr.ecr.us-east-1.amazonaws.com":""}}`,
    "keychain",
  );
  bench.stores.refusing = true;
  const [a, b] = await bench.login(TWO);
  strictEqual(a?.status, "ok");
  strictEqual(b?.status === "failed" && b.error.code, "DOCKER_STORE_FAILED");
  strictEqual(bench.config.writes, 1);
});

Deno.test("logout() also removes the login of the store that Docker does not use any more", async (t) => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const targets = [{ registry: parseRegistry(host) }];
  for (const helper of ["atmos-ecr", "other", ""]) {
    await t.step(helper === "" ? "the file is selected" : helper, async () => {
      const config = JSON.stringify({ credsStore: "keychain", credHelpers: { [host]: helper } });
      const bench = new Bench(config, "keychain");
      const password = new Secret("secret");
      await bench.stores.store("keychain", { serverUrl: host, username: "AWS", password });
      const stores = { docker: bench.ports.docker, cache: bench.helper.cache };
      deepStrictEqual(await absentLogins(targets, stores), new Set());
      deepStrictEqual(await logout(targets, stores), [{ target: targets[0], status: "ok" }]);
      strictEqual(bench.stores.logins.get("keychain")?.size, 0);
      strictEqual(bench.config.writes, 0);
    });
  }
});

Deno.test("logout() of a registry with a helper does not need the store, but reports one that refuses", async () => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const targets = [{ registry: parseRegistry(host) }];
  const bench = new Bench(`{"credsStore":"keychain","credHelpers":{"${host}":"atmos-ecr"}}`);
  const stores = { docker: bench.ports.docker, cache: bench.helper.cache };
  deepStrictEqual((await logout(targets, stores)).map(({ status }) => status), ["ok"]);
  const refusing = new Bench(`{"credsStore":"keychain","credHelpers":{"${host}":"atmos-ecr"}}`, "keychain");
  refusing.stores.refusing = true;
  const [outcome] = await logout(targets, { docker: refusing.ports.docker, cache: refusing.helper.cache });
  strictEqual(outcome?.status === "failed" && outcome.error.code, "DOCKER_STORE_FAILED");
});

Deno.test("logout() reports a login under another key that Docker still uses, and keeps it", async (t) => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const targets = [{ registry: parseRegistry(host) }];
  const auth = btoa("AWS:secret");
  const rows: readonly (readonly [key: string, rest: object, isUsed: boolean])[] = [
    [`https://${host}/v1/`, {}, true],
    [`${host}/team`, {}, true],
    [`https://${host}`, {}, false],
    ["registry.example", {}, false],
    [`${host}/team`, { credHelpers: { [host]: "atmos-ecr" } }, false],
  ];
  for (const [key, rest, isUsed] of rows) {
    await t.step(`${key} ${Object.keys(rest)}`, async () => {
      const bench = new Bench(JSON.stringify({ auths: { [key]: { auth }, [host]: { auth } }, ...rest }));
      const stores = { docker: bench.ports.docker, cache: bench.helper.cache };
      const [outcome] = await logout(targets, stores);
      const note = outcome?.status === "ok" ? outcome.note : "failed";
      strictEqual(note?.startsWith(`Docker still uses the login of "${key}" in `) ?? false, isUsed);
      strictEqual(note?.endsWith(`run \`docker logout ${key}\``) ?? false, isUsed);
      if (isUsed) deepStrictEqual(Object.keys(JSON.parse(bench.config.text ?? "").auths), [key]);
    });
  }
});

Deno.test("logout() does not ask amazon-ecr-credential-helper for the login of a registry that it does not serve", async () => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const bench = new Bench(`{"credsStore":"ecr-login","credHelpers":{"${host}":"atmos-ecr"}}`, "ecr-login");
  bench.stores.refusing = true;
  const targets = [{ registry: parseRegistry(host) }];
  const outcomes = await logout(targets, { docker: bench.ports.docker, cache: bench.helper.cache });
  deepStrictEqual(outcomes, [{ target: targets[0], status: "ok", absent: true }]);
  deepStrictEqual(bench.stores.calls, []);
});

Deno.test("presentRegistries() finds the logins of the store, too", async () => {
  const host = "111111111111.dkr.ecr.us-east-1.amazonaws.com";
  const bench = new Bench(`{"credsStore":"keychain","auths":{"public.ecr.aws":{}}}`, "keychain");
  const stores = { docker: bench.ports.docker, cache: bench.helper.cache };
  for (const serverUrl of [host, "registry.example", `https://${host.replace("east", "west")}`]) {
    await bench.stores.store("keychain", { serverUrl, username: "AWS", password: new Secret("secret") });
  }
  const hosts = async (): Promise<string[]> => (await presentRegistries(stores)).map(({ host }) => host);
  deepStrictEqual(await hosts(), ["public.ecr.aws", host, host.replace("east", "west")]);
  bench.stores.refusing = true;
  deepStrictEqual(await hosts(), ["public.ecr.aws"]);
});
