import { deepStrictEqual, match } from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { dockerChecks, shortPathCheck } from "../../../src/domain/doctor/docker_checks.ts";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";

const ALIAS = "222233334444.dkr-ecr.us-east-1.on.aws";
const PROGRAMS = ["atmos-ecr", "pass"];

for (
  const [name, config, pinned, expected] of [
    ["no file", undefined, [], {}],
    ["a registry that is wired and pinned", { credHelpers: { [HOST]: "atmos-ecr" } }, [HOST], {}],
    ["another name of a pinned registry", { credHelpers: { [ALIAS]: "atmos-ecr" } }, [HOST], {}],
    ["this program as the store", { credsStore: "atmos-ecr" }, [HOST], {}],
    ["wiring without a pin", { credHelpers: { [HOST]: "atmos-ecr" } }, [OTHER_HOST], { wiring: "warn" }],
    ["a pin without wiring", {}, [HOST], { wiring: "warn" }],
    ["a pin behind another helper", { credHelpers: { [HOST]: "pass" } }, [HOST], { wiring: "warn" }],
    ["a missing helper of ECR", { credHelpers: { [HOST]: "gone" } }, [], { "helper-programs": "fail" }],
    ["a missing helper of another", { credHelpers: { "gcr.io": "gone" } }, [], { "helper-programs": "warn" }],
    ["a missing store", { credsStore: "gone" }, [], { "helper-programs": "fail" }],
    ["a shadowed login", { credsStore: "pass", auths: { [HOST]: { auth: btoa("AWS:x") } } }, [], {
      auths: "warn",
    }],
    ["a value that Docker rejects", { features: { buildkit: true } }, [], { "docker-config": "fail" }],
    ["an empty entry", { credsStore: "pass", auths: { [HOST]: {} } }, [], {}],
  ] as const
) {
  Deno.test(`dockerChecks() of ${name}`, () => {
    const text = config === undefined ? undefined : JSON.stringify(config);
    const checks = dockerChecks({
      document: DockerConfigDocument.parse(text, "config.json"),
      pins: pinned.map((host) => pin({ host })),
      programs: new Map(PROGRAMS.map((program) => [program, `/bin/${program}`])),
    });
    const bad = checks.filter(({ status }) => status !== "ok").map(({ id, status }) => [id, status]);
    deepStrictEqual(Object.fromEntries(bad), expected);
  });
}

Deno.test("dockerChecks() skips the registration check if pins are unreadable, and reports a missing program only if Docker runs it", () => {
  const checks = (config: unknown): [string, string][] =>
    dockerChecks({
      document: DockerConfigDocument.parse(`\uFEFF${JSON.stringify(config)}`, "config.json"),
      pins: undefined,
      programs: new Map(),
    }).map(({ id, status }) => [id, status]);
  deepStrictEqual(checks({}), [
    ["docker-config", "fail"],
    ["docker-keys", "ok"],
    ["executable", "warn"],
    ["helper-programs", "ok"],
    ["auths", "ok"],
  ]);
  deepStrictEqual(checks({ credsStore: "atmos-ecr" })[2], ["executable", "fail"]);
});

Deno.test("dockerChecks() warns of a DOCKER_CONFIG that is another directory elsewhere", () => {
  const statusOf = (configured: string | undefined): string | undefined => {
    const document = DockerConfigDocument.parse(undefined, "/project/config.json");
    return dockerChecks({ document, pins: [], programs: new Map(), configured })[0]?.status;
  };
  deepStrictEqual([undefined, "", "/home/me/.docker", "C:\\docker"].map(statusOf), ["ok", "ok", "ok", "ok"]);
  deepStrictEqual(["~/.docker", "$HOME/.docker", ".", "../docker"].map(statusOf), [
    "warn",
    "warn",
    "warn",
    "warn",
  ]);
});

Deno.test("dockerChecks() names five things at most", () => {
  const credHelpers = Object.fromEntries(
    Array.from({ length: 7 }, (_, index) => [`h${index}`, `gone${index}`]),
  );
  const check = dockerChecks({
    document: DockerConfigDocument.parse(JSON.stringify({ credHelpers }), "config.json"),
    pins: [],
    programs: new Map(),
  }).find(({ id }) => id === "helper-programs");
  match(check?.message ?? "", /docker-credential-gone4 and 2 more$/);
});

Deno.test("the hint about a short PATH names a command that makes the helper known there", async (t) => {
  const rows = [
    ["linux", "/opt/my tools", "sudo ln -s '/opt/my tools/docker-credential-atmos-ecr' /usr/local/bin"],
    ["linux", "/usr/local/bin", undefined],
    ["darwin", "/usr/bin", undefined],
    // Where a link would be, and not be found either.
    [
      "darwin",
      "/usr/local/bin",
      "sudo launchctl config user path /usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    ],
    [
      "darwin",
      "/Users/me/my bin",
      "sudo launchctl config user path '/Users/me/my bin:/usr/bin:/bin:/usr/sbin:/sbin'",
    ],
  ] as const;
  for (const [os, directory, command] of rows) {
    await t.step(`${os} ${directory}`, () => {
      const hint = shortPathCheck(`${directory}/docker-credential-atmos-ecr`, os)?.hint;
      deepStrictEqual(/`(?<command>[^`]+)`/.exec(hint ?? "")?.groups?.["command"], command);
    });
  }
});
