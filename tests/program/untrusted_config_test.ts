/** Repositories of strangers: whatever their configuration tries, nothing happens before trust. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { writeProgram } from "../support/write_program.ts";

/** What is tried → files; `URL` is a server that counts, `pwned` a file that must not come to be. */
const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a command in realm, import, base_path, profiles, env and logs": {
    "atmos.yaml": `base_path: !exec 'touch pwned'
import: [!exec 'touch pwned']
env: {ATMOS_ECR_TRUST: all, ATMOS_PROFILE: !exec 'touch pwned'}
profiles: {default: !exec 'touch pwned'}
logs: {level: !exec 'touch pwned'}
auth: {realm: !exec 'touch pwned'}
`,
  },
  "a command in a drop-in and in a profile that it chooses": {
    "atmos.yaml": "profiles: {default: p}\nauth: {identities: {}}\n",
    ".atmos.d/x.yaml": "auth: {realm: !exec 'touch pwned'}\n",
    "profiles/p/x.yaml": "auth: !exec 'touch pwned'\n",
  },
  "a remote import": { "atmos.yaml": "import: ['URL/a.yaml']\n" },
  "a remote include": {
    "atmos.yaml":
      `auth: {realm: !include.raw URL/a, identities: !include URL/b.yaml}\nenv: {<<: !include URL/.env}\n`,
  },
};

/** A server that nobody shall ask, with how often it was. */
function startTrap(): AsyncDisposable & { readonly url: string; requests(): number } {
  let requests = 0;
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
    requests++;
    return new Response("auth: {realm: pwned}");
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Every file, and whether one came to be in the project, where commands would run. */
async function leftIn(sandbox: Sandbox): Promise<readonly string[]> {
  const project = await Array.fromAsync(Deno.readDir(sandbox.project), ({ name }) => name);
  return [...await sandbox.files(), ...project.filter((name) => name.includes("pwned"))];
}

for (const [name, files] of Object.entries(REPOSITORIES)) {
  Deno.test(`atmos-ecr starts, fetches and writes nothing for ${name}`, async () => {
    await using trap = startTrap();
    await using sandbox = await Sandbox.create(
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path, text.replaceAll("URL", trap.url)]),
      ),
    );
    const { stderr } = await sandbox.run(["login", "--all", "--dry-run"]);
    match(stderr, /CONFIG_UNTRUSTED/);
    deepStrictEqual([trap.requests(), await leftIn(sandbox)], [0, []]);
  });
}

Deno.test("atmos-ecr sends and writes nothing for a foreign endpoint and a path for a name", async () => {
  await using trap = startTrap();
  await using sandbox = await Sandbox.create({
    "atmos.yaml": `auth:
  identities:
    ../../pwned:
      kind: aws/user
      credentials: {access_key_id: AKIAEXAMPLE, secret_access_key: x}
      spec: {endpoint_url: "https://sts.example.invalid/"}
  integrations:
    i:
      kind: aws/ecr
      via: {identity: ../../pwned}
      spec: {registry: {account_id: "123456789012", region: us-east-1}}
`,
  });
  // Whatever is sent anywhere comes to the proxy.
  const env = { HTTP_PROXY: trap.url, HTTPS_PROXY: trap.url };
  const { code, stderr } = await sandbox.run(["login", "i"], { env });
  strictEqual(code, 2);
  match(stderr, /sts\.example\.invalid.* \[CONFIG_UNTRUSTED\]$/m);
  deepStrictEqual([trap.requests(), await leftIn(sandbox)], [0, []]);
});

Deno.test({
  name: "atmos-ecr runs no program of the working directory, which an empty entry of the PATH stands for",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using sandbox = await Sandbox.create({
      "atmos.yaml": `auth:
  identities: {a: {kind: aws/user, default: true}}
  integrations:
    i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "123456789012", region: us-east-1}}}
`,
    });
    await sandbox.writeDockerConfig('{"credsStore": "pwned"}');
    for (const program of ["secret-tool", "security", "docker-credential-pwned"]) {
      await writeProgram(join(sandbox.project, program), "#!/bin/sh\n: >pwned\n");
    }
    for (const args of [["login", "i"], ["auth", "login", "a"], ["logout", "i"]]) {
      await sandbox.run(args, { env: { PATH: ":/nonexistent:." } });
      deepStrictEqual(
        (await Array.fromAsync(Deno.readDir(sandbox.project))).filter(({ name }) => name === "pwned"),
        [],
      );
    }
  },
});
