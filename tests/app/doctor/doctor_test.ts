import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { AwsError, EnvironmentError } from "../../../src/domain/errors/errors.ts";
import { HOST, OTHER_HOST, pin } from "../../support/helper_fixtures.ts";
import { TEAM, UNNAMED_HOST } from "../targets/selection_bench.ts";
import { DoctorBench } from "./doctor_bench.ts";

const OURS = { credHelpers: { [HOST]: "atmos-ecr" } };
const PIN = pin({ files: ["/project/atmos.yaml"] });

Deno.test("examine() finds nothing wrong with a machine that is set up; offline, it does not ask for the time", async () => {
  const bench = new DoctorBench({ yaml: TEAM, docker: OURS, pins: [PIN], programs: ["atmos-ecr"] });
  const bad = async (offline: boolean): Promise<readonly string[]> =>
    [...(await bench.examine(offline)).values()].flatMap(({ id, status }) => status === "ok" ? [] : [id]);
  deepStrictEqual(await bad(false), []);
  bench.serverTime = new AwsError("AWS_UNREACHABLE", "nobody is there");
  deepStrictEqual(await bad(true), []);
});

Deno.test("examine() finds registrations without pins, pins without registration, missing helpers and overridden logins", async () => {
  const docker = {
    auths: { [UNNAMED_HOST]: { auth: btoa("AWS:canary") } },
    credHelpers: { [HOST]: "atmos-ecr", [UNNAMED_HOST]: "nonexistent" },
  };
  const bench = new DoctorBench({ yaml: TEAM, docker });
  const checks = await bench.examine();
  deepStrictEqual(
    (["executable", "helper-programs", "auths", "wiring"] as const).map((id) => checks.get(id)?.status),
    ["fail", "fail", "warn", "warn"],
  );
  match(checks.get("helper-programs")?.message ?? "", /docker-credential-nonexistent/);
  match(checks.get("wiring")?.message ?? "", /no identity is pinned, for 222233334444/);
  await bench.pins.set([PIN, pin({ host: OTHER_HOST, identity: "gone", files: ["/project/atmos.yaml"] })]);
  const pinned = await bench.examine();
  match(pinned.get("wiring")?.message ?? "", /credential helper is not registered, for 333344445555/);
  strictEqual(pinned.get("pins")?.status, "fail");
  match(pinned.get("pins")?.message ?? "", /333344445555\S+ \(Cannot find identity "gone"\)/);
});

Deno.test("examine() goes on without a home directory", async () => {
  const bench = new DoctorBench({ yaml: "auth: [\n", variables: {} });
  bench.dockerFailure = new EnvironmentError("HOME_NOT_FOUND", "no home", { hint: "Set HOME" });
  const checks = await bench.examine();
  deepStrictEqual(
    (["docker-config", "executable", "state-directory", "cache-directory", "configuration"] as const)
      .map((id) => checks.get(id)?.status),
    ["fail", "warn", "warn", "warn", "fail"],
  );
  match(checks.get("configuration")?.message ?? "", /^atmos\.yaml:\d+:\d+: /);
});

Deno.test("examine() needs no atmos.yaml where registries are pinned", async () => {
  const bench = new DoctorBench({ pins: [PIN] });
  bench.pinnedYaml = TEAM;
  const { status, message } = (await bench.examine()).get("configuration") ?? {};
  deepStrictEqual([status, message], ["ok", "No atmos.yaml was found; pinned registries do not need one"]);
  strictEqual((await new DoctorBench().examine()).get("configuration")?.status, "warn");
});

Deno.test("examine() does not advise against credentials that an aws/ambient identity uses", async (t) => {
  const rows: readonly (readonly [string, string, RegExp])[] = [
    [TEAM, "ok", /AWS_PROFILE=team\. Only aws\/ambient identities use them: builder$/],
    [
      TEAM.replace(
        "builder: {kind: aws/ambient}",
        "builder: {kind: aws/user, credentials: {access_key_id: A, secret_access_key: b}}",
      ),
      "warn",
      /AWS_PROFILE=team\. Configured identities do not use them$/,
    ],
    ["{}\n", "ok", /^No environment credentials conflict/],
  ];
  for (const [yaml, status, message] of rows) {
    await t.step(`${message}`, async () => {
      const bench = new DoctorBench({ yaml, variables: { HOME: "/home/user", AWS_PROFILE: "team" } });
      const check = (await bench.examine()).get("aws-profile");
      strictEqual(check?.status, status);
      match(check.message, message);
    });
  }
});

Deno.test("examine() fails for certificate files that do not exist", async () => {
  const bench = new DoctorBench({ variables: { AWS_CA_BUNDLE: "/ca.pem", SSL_CERT_FILE: "/gone.pem" } });
  const status = async (): Promise<readonly unknown[]> => {
    const check = (await bench.examine()).get("tls-variables");
    return [check?.status, check?.message];
  };
  const fact = { kind: "file", mode: 0o644, own: true, linkTarget: undefined } as const;
  bench.paths.set("/ca.pem", fact);
  deepStrictEqual(await status(), ["fail", "Certificate files do not exist: SSL_CERT_FILE=/gone.pem"]);
  // It may be there for whoever may look.
  bench.paths.set("/gone.pem", { ...fact, kind: "unknown" });
  strictEqual((await status())[0], "ok");
  bench.paths.set("/gone.pem", { ...fact, kind: "directory" });
  strictEqual((await status())[0], "fail");
});

Deno.test("examine() compares the clock with that of AWS, and only warns without it", async () => {
  const bench = new DoctorBench();
  const clock = async (): Promise<readonly unknown[]> => {
    const check = (await bench.examine(false)).get("clock");
    return [check?.status, check?.message];
  };
  deepStrictEqual(await clock(), ["ok", "This machine's clock differs from that of sts.example by 0 s"]);
  bench.serverTime = new Date(bench.now.getTime() + 10 * 60_000);
  deepStrictEqual(await clock(), [
    "fail",
    "This machine's clock is 10 min behind that of sts.example: AWS refuses requests",
  ]);
  bench.serverTime = new AwsError("AWS_ENDPOINT_REFUSED", "Cannot use AWS_ENDPOINT_URL");
  deepStrictEqual(await clock(), ["warn", "Cannot use AWS_ENDPOINT_URL"]);
});

Deno.test("examine() tests helpers and stores of others, and names why one cannot be started", async () => {
  const bench = new DoctorBench({
    docker: { credsStore: "works", credHelpers: { ...OURS.credHelpers, [OTHER_HOST]: "broken" } },
    programs: ["atmos-ecr", "works", "broken"],
  });
  bench.trials.set("/bin/docker-credential-broken", "its interpreter or loader is missing");
  const { status, message } = (await bench.examine()).get("helper-programs") ?? {};
  deepStrictEqual([status, message], [
    "fail",
    "Docker is configured to run programs that cannot be started: " +
    "/bin/docker-credential-broken (its interpreter or loader is missing)",
  ]);
  // This program is not one of them.
  deepStrictEqual(bench.tried, ["/bin/docker-credential-broken", "/bin/docker-credential-works"]);
});

Deno.test("examine() and dockerStatus() name the command for a pin to an AWS profile that is gone", async () => {
  const profile = { profile: "gone", configFile: "/c", credentialsFile: "/d" };
  const bench = new DoctorBench({ docker: OURS, pins: [{ kind: "aws-profile", host: HOST, ...profile }] });
  bench.profileFailure = new AwsError("AWS_CREDENTIALS_MISSING", 'no profile "gone"', { hint: "Choose one" });
  const check = (await bench.examine()).get("pins");
  const command = `atmos-ecr docker install ${HOST} --aws-profile NAME`;
  deepStrictEqual([check?.status, check?.message], ["fail", `Unusable pins: ${HOST} (no profile "gone")`]);
  strictEqual(check?.hint, `Choose one. To use another profile, run \`${command}\``);
  const { registries: [status] } = await bench.status();
  deepStrictEqual([status?.state, status?.command], ["broken", command]);
});
