import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { containerAuthFindings } from "../../../src/app/docker/container_auth.ts";
import { containerAuthCheck } from "../../../src/domain/doctor/container_auth_check.ts";
import { environmentOf, HOST } from "../../support/helper_fixtures.ts";

const LOGINS = JSON.stringify({ auths: { [`${HOST}/team`]: { auth: btoa("AWS:canary") } } });
const HELPED = JSON.stringify({ credHelpers: { [HOST]: "atmos-ecr" } });
const NAMED = { REGISTRY_AUTH_FILE: "/run/a.json" };
const RUNTIME = { XDG_RUNTIME_DIR: "/run" };
const AUTH_JSON = "/run/containers/auth.json";

type Row = readonly [
  name: string,
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>>,
  status: "ok" | "warn" | "fail",
  message: RegExp,
];

const ROWS: readonly Row[] = [
  [
    "REGISTRY_AUTH_FILE",
    NAMED,
    { "/run/a.json": LOGINS },
    "warn",
    /use the login for 222233334444\S+ from \/run\/a\.json \(REGISTRY_AUTH_FILE\)/,
  ],
  ["REGISTRY_AUTH_FILE that is absent", NAMED, {}, "warn", /read only \/run\/a\.json .*does not exist$/],
  [
    "REGISTRY_AUTH_FILE without logins",
    NAMED,
    { "/run/a.json": "{}" },
    "warn",
    /has neither an ECR login nor a helper$/,
  ],
  ["REGISTRY_AUTH_FILE with the helper", NAMED, { "/run/a.json": HELPED }, "ok", /no separate ECR logins$/],
  [
    "XDG_RUNTIME_DIR",
    RUNTIME,
    { [AUTH_JSON]: LOGINS },
    "warn",
    /use the login for 2222\S+ from \S+auth\.json/,
  ],
  ["XDG_RUNTIME_DIR without logins", RUNTIME, { [AUTH_JSON]: "{}" }, "ok", /no separate ECR logins$/],
  ["XDG_RUNTIME_DIR without a file", RUNTIME, {}, "ok", /no separate ECR logins$/],
  ["a file that is broken", RUNTIME, { [AUTH_JSON]: "{" }, "fail", /cannot read \S+auth\.json/],
  [
    "their default",
    { HOME: "/home/me" },
    { "/home/me/.config/containers/auth.json": LOGINS },
    "warn",
    /from \/home\/me\/\.config\/containers\/auth\.json \(their default\)/,
  ],
  [
    "a runtime directory beside REGISTRY_AUTH_FILE",
    { ...RUNTIME, ...NAMED },
    {
      "/run/a.json": HELPED,
      [AUTH_JSON]: LOGINS,
    },
    "ok",
    /no separate ECR logins$/,
  ],
];

Deno.test("podman's own logins are found wherever podman searches, and their passwords are not shown", async (t) => {
  for (const [name, variables, files, status, message] of ROWS) {
    await t.step(name, async () => {
      const findings = await containerAuthFindings({
        environment: environmentOf(variables),
        authFiles: { read: (path) => Promise.resolve(files[path]) },
      });
      const check = containerAuthCheck(findings);
      deepStrictEqual([check.id, check.status], ["container-logins", status]);
      match(check.message, message);
      strictEqual(check.hint === undefined, status === "ok");
      strictEqual(JSON.stringify([findings, check]).includes("canary"), false);
    });
  }
});
