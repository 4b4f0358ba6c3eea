import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { fakePrograms, pinFile, pinsOf, projectPin, tokensDirectory } from "../support/helper_home.ts";
import { Sandbox } from "../support/sandbox.ts";
import { checksOf, doctor } from "./doctor_world.ts";
import { DEV, hostOf, World } from "./world.ts";

Deno.test("doctor finds nothing wrong with a machine that is set up, as a table", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": World.ATMOS_YAML });
  const path = await fakePrograms(sandbox, ["docker-credential-atmos-ecr"]);
  await sandbox.writeDockerConfig(JSON.stringify({ credHelpers: { [hostOf(DEV)]: "atmos-ecr" } }));
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev-deploy", "dev/ecr")]);
  await Deno.mkdir(tokensDirectory(sandbox), { recursive: true, mode: 0o700 });
  const { code, stdout, stderr } = await sandbox.run(["doctor", "--offline"], {
    env: {
      PATH: path,
      XDG_CACHE_HOME: undefined,
      XDG_STATE_HOME: undefined,
      ATMOS_ECR_SYSTEM_CONFIG_PATH: undefined,
    },
  });
  strictEqual(
    stdout.replaceAll(sandbox.root, "…"),
    `ok  docker-config       Docker can read "…/home/.docker/config.json"
ok  docker-keys         No invalid credHelpers keys
ok  executable          docker-credential-atmos-ecr is on the PATH: …/bin/docker-credential-atmos-ecr
ok  helper-programs     All helpers in Docker's config\.json are installed
ok  auths               No ECR logins in config.json are overridden
ok  wiring              Registered helpers match the pins
ok  short-path          IDEs and other desktop applications may not find docker-credential-atmos-ecr: their PATH is often /usr/local/bin:/usr/local/sbin:/usr/bin:/bin:/usr/sbin:/sbin, without …/bin
                        Hint: If pulls fail there, run \`sudo ln -s …/bin/docker-credential-atmos-ecr /usr/local/bin\`, or set the application's PATH
ok  docker-config-mode  Docker's configuration is private: …/home/.docker/config.json
ok  container-logins    podman, skopeo and buildah have no separate ECR logins
ok  pins                Every pin refers to an existing identity (1 pinned)
ok  last-failure        No failed requests for pinned registries
ok  state-directory     The trust directory does not exist yet: …/home/.local/state/atmos/ecr
ok  cache-directory     The token cache is private: …/home/.cache/atmos/ecr/tokens
ok  configuration       Valid: 1 file read
ok  docker-auth-config  DOCKER_AUTH_CONFIG is not set
ok  aws-endpoints       No custom AWS endpoints are set
ok  aws-profile         No environment credentials conflict with the configured identities
ok  cache-variables     No token cache variables are set
ok  atmos-variables     No ATMOS_* variables are set
ok  tls-variables       No TLS variables are set
`,
  );
  deepStrictEqual([code, stderr], [0, "20 ok, 0 warnings, 0 failures\n"]);
});

Deno.test("doctor goes on when everything is broken", async () => {
  await using sandbox = await Sandbox.create({ "atmos.yaml": "auth: [\n" });
  await pinsOf(sandbox).set([projectPin(sandbox, hostOf(DEV), "dev")]);
  await Deno.writeTextFile(pinFile(sandbox, hostOf(DEV)), "{}");
  await sandbox.writeDockerConfig("{");
  const broken = await doctor(sandbox);
  strictEqual(broken.code, 1);
  const checks = checksOf(broken);
  match(checks.get("docker-config")?.message ?? "", /config\.json:1:2: Cannot use Docker's configuration/);
  match(checks.get("configuration")?.message ?? "", /^atmos\.yaml:\d+:\d+: /);
  match(checks.get("pins")?.message ?? "", /Cannot use the pin for 222233334444/);
  ok([...checks.values()].every(({ status, hint }) => status === "ok" || hint.length > 0));
});
