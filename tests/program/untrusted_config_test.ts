/** Repositories of strangers: whatever their configuration tries, nothing happens before trust. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { Sandbox } from "../support/sandbox.ts";
import { writeProgram } from "../support/write_program.ts";

const INTEGRATION =
  'integrations: {i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: "123456789012", region: us-east-1}}}}';

/** What is tried → files; `URL` is a server that counts, `pwned` a file that must not come to be. */
const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a command for keys": {
    "atmos.yaml": `auth:
  ${INTEGRATION}
  identities: {a: {kind: aws/user, default: true, credentials: {access_key_id: !exec 'touch pwned; echo AKIA', secret_access_key: x}}}
`,
  },
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
  "a foreign endpoint and a path for a name": {
    "atmos.yaml": `auth:
  ${INTEGRATION}
  identities: {a: {kind: aws/user, spec: {endpoint_url: 'http://example.invalid/'}, via: {identity: '../../pwned'}}, '../../pwned': {kind: aws/ambient}}
`,
  },
};

for (const [name, files] of Object.entries(REPOSITORIES)) {
  Deno.test(`atmos-ecr starts, fetches and writes nothing for ${name}`, async () => {
    let requests = 0;
    await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => {
      requests++;
      return new Response("auth: {realm: pwned}");
    });
    const url = `http://127.0.0.1:${server.addr.port}`;
    await using sandbox = await Sandbox.create(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll("URL", url)])),
    );
    const before = await sandbox.files();
    const proxies = { HTTP_PROXY: url, HTTPS_PROXY: url };
    const { stderr } = await sandbox.run(["login", "i", "--dry-run"], { env: proxies });
    // The endpoint is refused when it would be used.
    if (!name.includes("endpoint")) match(stderr, /CONFIG_UNTRUSTED/);
    strictEqual(requests, 0);
    deepStrictEqual(await sandbox.files(), before);
    deepStrictEqual(
      await Array.fromAsync(Deno.readDir(sandbox.project), (entry) => entry.name).then((names) =>
        names.filter((one) => one.includes("pwned"))
      ),
      [],
    );
  });
}

Deno.test({
  name: "atmos-ecr runs no program of the working directory, which an empty entry of the PATH stands for",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using sandbox = await Sandbox.create({
      "atmos.yaml": `auth: {${INTEGRATION}, identities: {a: {kind: aws/user, default: true}}}\n`,
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
