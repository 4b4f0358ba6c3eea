import { match, ok, strictEqual } from "node:assert/strict";
import { Machine } from "./hostile_repository.ts";

Deno.test("templates are errors where they decide who or where, and warnings elsewhere", async (t) => {
  const identity = (fields: string): string =>
    `auth: {identities: {a: {kind: aws/assume-role, via: {identity: b}, principal: {${fields}}}, b: {kind: aws/ambient}}}\n`;
  const rows: readonly (readonly [name: string, text: string, severity: "error" | "warning"])[] = [
    ["an ARN", identity("assume_role: 'arn:aws:iam::${ACCOUNT}:role/x'"), "error"],
    ["an ARN in braces", identity("assume_role: 'arn:aws:iam::{{ .account }}:role/x'"), "error"],
    [
      "a region",
      identity("assume_role: 'arn:aws:iam::111122223333:role/x', region: '${AWS_REGION}'"),
      "error",
    ],
    [
      "a session name",
      identity("assume_role: 'arn:aws:iam::111122223333:role/x', session_name: 'atmos-${GITHUB_RUN_ID}'"),
      "warning",
    ],
    [
      "a URL",
      "auth: {providers: {p: {kind: aws/iam-identity-center, region: us-east-1, start_url: 'https://${ORG}.awsapps.com/start'}}}\n",
      "error",
    ],
    [
      "a key",
      "auth: {identities: {a: {kind: aws/user, credentials: {access_key_id: '${KEY}', secret_access_key: x}}}}\n",
      "error",
    ],
    [
      "an account",
      "auth: {integrations: {i: {kind: aws/ecr, via: {identity: a}, spec: {registry: {account_id: '{{ .id }}', region: us-east-1}}}}}\n",
      "error",
    ],
  ];
  for (const [name, text, severity] of rows) {
    await t.step(name, async () => {
      await using machine = await Machine.create({ "project/atmos.yaml": text });
      const { problems } = await machine.loadAll();
      const found = problems.find(({ message }) => /Cannot expand/.test(message));
      strictEqual(found?.severity, severity, JSON.stringify(problems));
      match(found?.hint ?? "", /!env/);
      ok(found?.position !== undefined);
    });
  }
});
