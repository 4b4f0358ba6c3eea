import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { Authenticator } from "../../../../src/app/identities/authenticator.ts";
import { createIdentitySteps, type IdentityPorts } from "../../../../src/app/identities/identity_steps.ts";
import { resolveChain } from "../../../../src/domain/identity/chain.ts";
import type { AwsCredentials } from "../../../../src/domain/identity/credentials.ts";
import { partitionInfo } from "../../../../src/domain/registry/partitions.ts";
import type { SamlSignIn } from "../../../../src/ports/browser.ts";
import { memoryIdentityPorts } from "../../../fakes/memory_identity_ports.ts";
import { MemoryIdentitySessions } from "../../../fakes/memory_identity_sessions.ts";
import { MemorySaml } from "../../../fakes/memory_saml.ts";
import { MemorySecurityTokenService } from "../../../fakes/memory_security_token_service.ts";
import { memorySso } from "../../../fakes/memory_sso.ts";
import { PatientDeadline } from "../../../fakes/patient_deadline.ts";
import { ScriptedPrompter } from "../../../fakes/scripted_prompter.ts";
import { authConfig, type Plain } from "../../../support/config_tree.ts";

const ROLE = "arn:aws:iam::222233334444:role/dev";
const RESERVED =
  "arn:aws:iam::222233334444:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef";
const NEXT = "arn:aws:iam::333344445555:role/next";

const AUTH = authConfig({
  providers: {
    corp: {
      kind: "aws/saml",
      url: "https://idp.example.com/app/aws",
      region: "eu-west-1",
      session: { duration: "2h" },
    },
  },
  identities: {
    dev: { kind: "aws/assume-role", via: { provider: "corp" }, principal: { assume_role: ROLE } },
    next: { kind: "aws/assume-role", via: { identity: "dev" }, principal: { assume_role: NEXT } },
    admin: {
      kind: "aws/permission-set",
      via: { provider: "corp" },
      principal: { name: "Admin", account: { id: "222233334444" } },
    },
    named: {
      kind: "aws/permission-set",
      via: { provider: "corp" },
      principal: { name: "Admin", account: { name: "dev" } },
    },
  } satisfies Record<string, Plain>,
});

interface Bench {
  readonly saml: MemorySaml;
  readonly sts: MemorySecurityTokenService;
  readonly prompter: ScriptedPrompter;
  take(identity: string): Promise<AwsCredentials>;
}

function bench(over: Partial<IdentityPorts> = {}): Bench {
  const saml = new MemorySaml();
  const sts = new MemorySecurityTokenService();
  const prompter = new ScriptedPrompter();
  sts.roles.set(ROLE, { samlProviders: ["arn:aws:iam::222233334444:saml-provider/corp"] });
  sts.roles.set(RESERVED, { samlProviders: ["arn:aws:iam::222233334444:saml-provider/corp"] });
  sts.roles.set(NEXT, { trusts: [ROLE] });
  const ports = memoryIdentityPorts({
    sts,
    saml,
    prompter,
    ...over,
  });
  const authenticator = new Authenticator(createIdentitySteps(ports), {
    sessions: new MemoryIdentitySessions(),
    clock: () => new Date(),
  });
  return {
    saml,
    sts,
    prompter,
    take: (identity) =>
      authenticator.credentials(resolveChain(AUTH, identity), {
        deadline: new PatientDeadline(),
        realm: "default",
        partition: partitionInfo("aws"),
      }),
  };
}

Deno.test("a login in the browser opens a role, and the roles behind it", async () => {
  const { saml, sts, take } = bench();
  saml.offer("arn:aws:iam::222233334444:role/dev-admin", ROLE);
  strictEqual((await take("next")).region, "eu-west-1");
  deepStrictEqual(sts.calls.map(({ action, subject }) => [action, subject]), [
    ["AssumeRoleWithSAML", ROLE],
    ["AssumeRole", NEXT],
  ]);
  strictEqual(sts.calls[0]?.seconds, 7200);
  deepStrictEqual(saml.signIns.map(({ url, timeoutMs }) => [url, timeoutMs]), [[
    "https://idp.example.com/app/aws",
    300_000,
  ]]);
});

Deno.test("a permission set is the reserved role of its account", async () => {
  const { saml, sts, take } = bench();
  saml.offer(ROLE, RESERVED);
  await take("admin");
  strictEqual(sts.calls[0]?.subject, RESERVED);
  await rejects(take("named"), { code: "ACCOUNT_NOT_FOUND", hint: /principal\.account\.id/ });
});

Deno.test("a response that was handed over opens no browser", async () => {
  const { saml, take } = bench({ options: { device: false, samlAssertion: "file" } });
  saml.offer(ROLE);
  saml.texts.set("file", "handed over");
  await take("dev");
  deepStrictEqual([saml.signIns, saml.read], [[], ["handed over"]]);
});

Deno.test("a role that the login does not offer is an error that lists what it offers", async () => {
  const { saml, sts, take } = bench();
  saml.offer("arn:aws:iam::222233334444:role/dev-admin");
  await rejects(take("dev"), { code: "SAML_ROLE_INVALID", hint: /role\/dev-admin/ });
  deepStrictEqual(sts.calls, []);
});

Deno.test("a role offered through two providers is ambiguous", async () => {
  const { saml, take } = bench();
  saml.offer(ROLE);
  const { reading } = saml;
  if (reading.kind === "assertion") {
    const other = { roleArn: ROLE, providerArn: "arn:aws:iam::222233334444:saml-provider/other" };
    saml.reading = {
      kind: "assertion",
      assertion: { ...reading.assertion, roles: [...reading.assertion.roles, other] },
    };
  }
  await rejects(take("dev"), {
    code: "SAML_ROLE_INVALID",
    hint: /saml-provider\/corp.*saml-provider\/other/,
  });
});

Deno.test("how a login in the browser can end otherwise", async (t) => {
  const rows: readonly (readonly [SamlSignIn, string, RegExp])[] = [
    [{ kind: "closed" }, "SAML_DENIED", /window was closed/],
    [{ kind: "late" }, "SAML_EXPIRED", /not completed within 5 minutes/],
    [{ kind: "no-browser", looked: ["/a", "/b"] }, "BROWSER_UNUSABLE", /no supported browser was found/],
    [{ kind: "no-browser", looked: ["/opt/x"] }, "BROWSER_UNUSABLE", /no browser at "\/opt\/x"/],
    [{ kind: "failed", state: "it does not respond" }, "BROWSER_UNUSABLE", /it does not respond/],
  ];
  for (const [end, code, message] of rows) {
    await t.step(`${end.kind} ${code}`, async () => {
      const { saml, take } = bench();
      saml.end = end;
      await rejects(take("dev"), { code, message });
    });
  }
  await t.step("an assertion that cannot be read", async () => {
    const { saml, take } = bench();
    saml.reading = { kind: "invalid", state: "it is not XML" };
    await rejects(take("dev"), { code: "SAML_ASSERTION_INVALID", message: /it is not XML/ });
  });
});

Deno.test("without a terminal or a screen, the error names the command", async (t) => {
  await t.step("no terminal", async () => {
    const { prompter: _, sts, saml, take } = bench({ prompter: memoryIdentityPorts().prompter });
    await rejects(take("dev"), (error: Error & { hint?: string; code?: string }) => {
      strictEqual(error.code, "LOGIN_REQUIRED");
      match(error.hint ?? "", /atmos-ecr auth login --provider corp/);
      return true;
    });
    deepStrictEqual([sts.calls, saml.signIns], [[], []]);
  });
  await t.step("no screen", async () => {
    const { take } = bench({
      sso: { ...memorySso(), browser: { available: false, open: () => Promise.resolve(false) } },
    });
    await rejects(take("dev"), { code: "LOGIN_REQUIRED", message: /no display/ });
  });
});
