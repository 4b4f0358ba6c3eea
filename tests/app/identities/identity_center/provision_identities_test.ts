import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { identityCenterStep } from "../../../../src/app/identities/identity_center/identity_center_step.ts";
import { AwsError, CancelledError, EnvironmentError } from "../../../../src/domain/errors/errors.ts";
import { partitionInfo } from "../../../../src/domain/registry/partitions.ts";
import { authConfig, type Plain } from "../../../support/config_tree.ts";
import { kept, SsoBench } from "./sso_bench.ts";

/** Logs in as `auth login` does. */
async function logIn(
  bench: SsoBench,
  { asked = true, provider = {} }: { readonly asked?: boolean; readonly provider?: Record<string, Plain> } =
    {},
): Promise<void> {
  await bench.sessions.write(kept(60));
  const auth = authConfig({
    providers: {
      "acme-sso": {
        kind: "aws/iam-identity-center",
        start_url: "https://acme.awsapps.com/start",
        region: "us-east-1",
        auto_provision_identities: true,
        ...provider,
      },
    },
  });
  const ports = bench.ports();
  const step = identityCenterStep(bench.login(), {
    ...ports,
    provisioned: bench.provisioned,
    notes: { warning: (sentence) => void bench.warnings.push(sentence), debug: () => {} },
    options: { ...ports.options, provisionIdentities: asked },
  });
  const entry = auth.providers.get("acme-sso")?.value;
  if (entry === undefined) throw new Error("The provider was not decoded");
  await step(entry, { deadline: bench.deadline, realm: "default", partition: partitionInfo("aws") });
}

function bench(): SsoBench {
  const bench = new SsoBench();
  bench.portal.assignments.push(
    { account: { id: "111111111111", name: "dev" }, roles: ["Admin", "PullOnly"] },
    { account: { id: "222222222222", name: "prod" }, roles: ["PullOnly"] },
  );
  return bench;
}

function found({ provisioned }: SsoBench): readonly string[] | undefined {
  return provisioned.written.get("acme-sso")?.identities.map(({ name }) => name);
}

Deno.test("a login stores an identity for every permission set, with the clock stopped", async () => {
  const b = bench();
  b.portal.failure = () => {
    strictEqual(b.deadline.paused, 1);
    return undefined;
  };
  await logIn(b);
  deepStrictEqual(found(b), ["dev/Admin", "dev/PullOnly", "prod/PullOnly"]);
  deepStrictEqual([b.warnings, b.deadline.paused], [[], 0]);
});

Deno.test("nothing is listed unless it is configured", async () => {
  for (const options of [{ asked: false }, { provider: { auto_provision_identities: false } }]) {
    const b = bench();
    await logIn(b, options);
    deepStrictEqual([b.portal.calls, found(b)], [[], undefined]);
  }
});

Deno.test("an account that cannot be looked at is left out with a warning", async () => {
  const b = bench();
  b.portal.failure = ({ subject }) =>
    subject === "111111111111" ? new AwsError("AWS_THROTTLED", "AWS asks to slow down") : undefined;
  await logIn(b);
  deepStrictEqual(found(b), ["prod/PullOnly"]);
  deepStrictEqual(b.warnings, [`Cannot add identities from account "dev". AWS asks to slow down`]);
});

Deno.test("what goes wrong as a whole is a warning, too", async () => {
  const b = bench();
  b.portal.failure = () => new AwsError("AWS_UNREACHABLE", "Cannot reach AWS");
  await logIn(b);
  b.portal.failure = undefined;
  b.provisioned.failure = new EnvironmentError("STATE_UNUSABLE", "Cannot write it");
  await logIn(b);
  deepStrictEqual(b.warnings, [
    `Cannot add identities from IAM Identity Center "acme-sso". Cannot reach AWS`,
    `Cannot add identities from IAM Identity Center "acme-sso". Cannot write it`,
  ]);
});

Deno.test("an interruption is not one of them", async () => {
  const b = bench();
  b.portal.failure = () => {
    throw new CancelledError();
  };
  await rejects(logIn(b), CancelledError);
  match(b.warnings.join(), /^$/);
});
