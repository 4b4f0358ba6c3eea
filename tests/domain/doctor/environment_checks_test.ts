import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { environmentChecks } from "../../../src/domain/doctor/environment_checks.ts";
import type { Check, CheckId } from "../../../src/domain/doctor/check.ts";

/** The checks of some variables, by ID. @param missing Variables whose certificate file does not exist. */
function checksOf(
  variables: Readonly<Record<string, string>>,
  missing: readonly string[] = [],
): ReadonlyMap<CheckId, Check> {
  const checks = environmentChecks(
    { names: Object.keys(variables), get: (name) => variables[name] },
    { isConfigured: true, ambientIdentities: [], missingCertificates: missing },
  );
  return new Map(checks.map((check) => [check.id, check]));
}

Deno.test("environmentChecks() names the variables in force, and never their secrets", () => {
  const checks = checksOf({
    AWS_ENDPOINT_URL: "https://user:canary-1@proxy.example",
    AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
    AWS_PROFILE: "team",
    AWS_ACCESS_KEY_ID: "AKIACANARY",
    AWS_ECR_DISABLE_CACHE: "false",
    ATMOS_IDENTITY: "dev-deploy",
    ATMOS_API_TOKEN: "canary-2",
    DOCKER_AUTH_CONFIG: "canary-3",
    HTTPS_PROXY: "http://me:canary-4@proxy.example",
    https_proxy: "http://proxy.example:3128",
    UNRELATED: "canary-5",
    AWS_CA_BUNDLE: "",
  });
  deepStrictEqual([...checks.values()].map(({ id, status, message }) => [id, status, message]), [
    [
      "docker-auth-config",
      "warn",
      "DOCKER_AUTH_CONFIG is set: its logins take precedence over Docker's config.json",
    ],
    [
      "aws-endpoints",
      "warn",
      "Custom AWS endpoints are set: AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_STS=http://127.0.0.1:1",
    ],
    [
      "aws-profile",
      "warn",
      "The environment has AWS credentials: AWS_ACCESS_KEY_ID, AWS_PROFILE=team. Configured identities do not use them",
    ],
    ["cache-variables", "warn", "Token cache variables are set: AWS_ECR_DISABLE_CACHE=false"],
    ["atmos-variables", "warn", "ATMOS_* variables are set: ATMOS_API_TOKEN, ATMOS_IDENTITY=dev-deploy"],
    [
      "tls-variables",
      "ok",
      "TLS and proxy variables are set, which this network may require: HTTPS_PROXY, https_proxy=http://proxy.example:3128",
    ],
  ]);
});

Deno.test("environmentChecks() accepts valid proxies and certificates, and warns about weak or broken ones", async (t) => {
  const rows: readonly (readonly [Readonly<Record<string, string>>, readonly string[], string, RegExp])[] = [
    [{}, [], "ok", /^No TLS variables are set$/],
    [{ AWS_CA_BUNDLE: "/ca.pem" }, [], "ok", /AWS_CA_BUNDLE=\/ca\.pem$/],
    [
      { HTTPS_PROXY: "http://proxy.example:3128", SSL_CERT_FILE: "/ca.pem" },
      [],
      "ok",
      /HTTPS_PROXY=http:\/\/proxy\.example:3128, SSL_CERT_FILE=\/ca\.pem$/,
    ],
    [{ AWS_CA_BUNDLE: "/gone.pem" }, ["AWS_CA_BUNDLE"], "fail", /do not exist: AWS_CA_BUNDLE=\/gone\.pem$/],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, [], "warn", /accept any certificate/],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "1" }, [], "ok", /^No TLS variables are set$/],
    [{ SSLKEYLOGFILE: "/tmp/keys" }, [], "warn", /^SSLKEYLOGFILE is set/],
  ];
  for (const [variables, missing, status, message] of rows) {
    await t.step(JSON.stringify(variables), () => {
      const check = checksOf(variables, missing).get("tls-variables");
      strictEqual(check?.status, status);
      match(check.message, message);
      strictEqual(check.hint === undefined, status === "ok");
    });
  }
});
