import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Located } from "../../../../src/domain/auth/model/auth_config.ts";
import { decodeIdentityText, shown } from "../decode_text.ts";

const ROLE = `"arn:aws:iam::123456789012:role/deploy"`;

Deno.test("decodeIdentity() reads a role with every field", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/assume-role, default: true, via: {identity: Base}, principal: {assume_role: ${ROLE}, session_name: ci, external_id: 42, duration: 1h30m, region: eu-west-1}, spec: {endpoint_url: "https://sts.example"}}`,
  );
  deepStrictEqual(shown(problems), []);
  deepStrictEqual(flat(value), {
    kind: "aws/assume-role",
    name: "x",
    default: true,
    via: { kind: "identity", name: "Base" },
    roleArn: "arn:aws:iam::123456789012:role/deploy",
    sessionName: "ci",
    externalId: "42",
    durationSeconds: 5400,
    region: "eu-west-1",
    endpointUrl: "https://sts.example",
  });
});

Deno.test("decodeIdentity() decodes a user, whose secret is not printed", () => {
  const { value } = decodeIdentityText(
    `{kind: aws/user, credentials: {access_key_id: AKIA, secret_access_key: canary, mfa_arn: "arn:aws:iam::111122223333:mfa/me", region: us-gov-west-1}, session: {duration: 7200}}`,
  );
  ok(value?.kind === "aws/user");
  strictEqual(value.keys?.accessKeyId, "AKIA");
  strictEqual(value.keys.secretAccessKey.expose(), "canary");
  strictEqual(value.sessionSeconds, 7200);
  strictEqual(value.mfaArn?.value, "arn:aws:iam::111122223333:mfa/me");
  ok(!JSON.stringify(value).includes("canary"));
});

Deno.test("decodeIdentity() accepts a user without keys, and treats empty keys as absent", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/user, credentials: {access_key_id: "", secret_access_key: ""}}`,
  );
  deepStrictEqual(shown(problems), []);
  deepStrictEqual(flat(value), { kind: "aws/user", name: "x", default: false });
});

Deno.test("decodeIdentity() reads the legacy endpoint below the new one", () => {
  const legacy = "credentials: {aws: {resolver: {url: 'http://localhost:1'}}}";
  strictEqual(
    decodeIdentityText(`{kind: aws/user, ${legacy}}`).value?.endpointUrl?.value,
    "http://localhost:1",
  );
  strictEqual(
    decodeIdentityText(`{kind: aws/user, spec: {endpoint_url: "http://localhost:2"}, ${legacy}}`).value
      ?.endpointUrl?.value,
    "http://localhost:2",
  );
});

Deno.test("decodeIdentity() reads root, permission set, ambient and others", () => {
  const decoded = [
    `{kind: aws/assume-root, via: {identity: a}, principal: {target_principal: "123456789012", task_policy_arn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials", duration: 15m}}`,
    `{kind: aws/permission-set, via: {provider: sso}, principal: {name: Admin, account: {name: dev, id: "123456789012"}}}`,
    `{kind: ambient, principal: {region: cn-north-1}}`,
    `{kind: azure/subscription, via: {provider: p}, principal: {subscription_id: x}}`,
  ].map((text) => decodeIdentityText(text));
  deepStrictEqual(decoded.flatMap(({ problems }) => shown(problems)), []);
  deepStrictEqual(decoded.map(({ value }) => flat(value)), [
    {
      kind: "aws/assume-root",
      name: "x",
      default: false,
      via: { kind: "identity", name: "a" },
      targetPrincipal: "123456789012",
      taskPolicyArn: "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials",
      durationSeconds: 900,
    },
    {
      kind: "aws/permission-set",
      name: "x",
      default: false,
      via: { kind: "provider", name: "sso" },
      permissionSet: "Admin",
      account: { id: "123456789012", name: "dev" },
    },
    { kind: "aws/ambient", name: "x", default: false, region: "cn-north-1" },
    {
      kind: "other",
      writtenKind: "azure/subscription",
      name: "x",
      default: false,
      via: { kind: "provider", name: "p" },
    },
  ]);
});

Deno.test("decodeIdentity() reads a scalar account as its id or name", () => {
  for (
    const [text, account] of [
      [`"123456789012"`, { id: "123456789012" }],
      ["123456789012", { id: "123456789012" }],
      ["12345678901", { name: "12345678901" }],
      ["dev", { name: "dev" }],
      [`"Team: a"`, { name: "Team: a" }],
    ] as const
  ) {
    const { value } = decodeIdentityText(
      `{kind: aws/permission-set, via: {provider: p}, principal: {name: Admin, account: ${text}}}`,
    );
    ok(value?.kind === "aws/permission-set");
    deepStrictEqual({ ...value.account }, account);
  }
});

Deno.test("decodeIdentity() leaves the kinds of others alone", () => {
  for (
    const kind of [
      "kubernetes/emulator",
      "atmos/pro",
      "azure/subscription",
      "gcp/service-account",
      "gcp/project",
      "aws/emulator",
      "mock",
    ]
  ) {
    const { value, problems } = decodeIdentityText(`{kind: ${kind}, what: ever, principal: [x]}`);
    deepStrictEqual([value?.kind, shown(problems)], ["other", []]);
  }
  for (const kind of ["aws/emulatr", "kubernetes", "atmos/", "azure/A B"]) {
    const { value } = decodeIdentityText(`{kind: "${kind}"}`);
    strictEqual(value, undefined, kind);
  }
});

Deno.test("decodeIdentity() knows every key of Atmos", () => {
  const { problems } = decodeIdentityText(
    `{kind: aws/user, default: false, required: true, provider: p, alias: a, env: [{key: A, value: b}], tags: [t], emulator: e, credentials: {webflow_enabled: false}}`,
  );
  deepStrictEqual(shown(problems), []);
});

/** A value without origins, so that a test can write it down. */
function flat(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("origin" in value && "value" in value) return (value as Located<unknown>).value;
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "origin").map(([key, inner]) => [key, flat(inner)]),
  );
}

Deno.test("decodeIdentity() reads a role with a device, tags and a source identity", () => {
  const { value, problems } = decodeIdentityText(
    `{kind: aws/assume-role, via: {identity: a}, principal: {assume_role: "arn:aws:iam::123456789012:role/x", mfa_serial: GAHT12345678, mfa_process: otp, tags: {Project: app, Cost: 7}, transitive_tags: [project], source_identity: alice}}`,
  );
  deepStrictEqual(problems, []);
  ok(value?.kind === "aws/assume-role");
  deepStrictEqual([value.mfaArn?.value, value.mfaProcess?.value], ["GAHT12345678", "otp"]);
  deepStrictEqual([...value.tags?.values ?? []], [["Project", "app"], ["Cost", "7"]]);
  deepStrictEqual([value.tags?.transitive, value.sourceIdentity], [["project"], "alice"]);
});
