/** What `auth login` logs in to: an identity, or without identities a provider. */
import { deepStrictEqual, rejects } from "node:assert/strict";
import { selectLogin, selectProvider } from "../../../src/app/auth/select_login.ts";
import type { SelectionPorts } from "../../../src/app/targets/selection.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";

const SSO = `{kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}`;
const ONE = `providers: {acme-sso: ${SSO}}`;
const TWO = `providers: {acme-sso: ${SSO}, "second sso": ${SSO}, cloud: {kind: azure/cli}}`;
const BROKEN = "providers: {sso: {kind: aws/iam-identity-center, region: us-east-1}}";
const IDENTITIES =
  `providers: {acme-sso: ${SSO}}, identities: {dev: {kind: aws/ambient}, prod: {kind: aws/ambient}}`;

function ports(auth: string, more: Partial<SelectionPorts> = {}): SelectionPorts {
  return {
    configurations: new MemoryConfigurations({ "atmos.yaml": `auth: {${auth}}\n` }),
    configSelection: NO_SELECTION,
    prompter: NON_INTERACTIVE_PROMPTER,
    identityVariable: undefined,
    ...more,
  };
}

async function selected(name: string | true | undefined, given: SelectionPorts): Promise<readonly string[]> {
  const login = await selectLogin(name, given);
  return login.kind === "identity"
    ? ["identity", login.selected.identity.name]
    : ["provider", login.selected.provider.name];
}

Deno.test("without identities, it is the only provider", async () => {
  deepStrictEqual(await selected(undefined, ports(ONE)), ["provider", "acme-sso"]);
  const provisioning = ONE.replace(
    "region: us-east-1}",
    "region: us-east-1, auto_provision_identities: true}",
  );
  deepStrictEqual(await selected(undefined, ports(provisioning)), ["provider", "acme-sso"]);
});

Deno.test("without identities, a person chooses between providers that can be logged in to", async () => {
  const prompter = new ScriptedPrompter("second sso");
  deepStrictEqual(await selected(undefined, ports(TWO, { prompter })), ["provider", "second sso"]);
  deepStrictEqual(prompter.questions, ["Which provider?"]);
  deepStrictEqual(prompter.offered.flat(), [
    { name: "acme-sso", detail: "aws/iam-identity-center" },
    { name: "second sso", detail: "aws/iam-identity-center" },
  ]);
});

Deno.test("without identities and without a terminal, the providers to choose from are named", async () => {
  await rejects(selectLogin(undefined, ports(TWO)), {
    code: "SELECTION_REQUIRED",
    message: /atmos.yaml has no identities/,
    hint: "Specify --provider NAME (acme-sso, second sso)",
  });
});

Deno.test("without identities, the problem of the only provider is reported", async () => {
  await rejects(selectLogin(undefined, ports(BROKEN)), {
    message: /Cannot use provider "sso": "start_url" is missing/,
  });
});

Deno.test("an identity that is named is not a provider", async () => {
  await rejects(selectLogin("dev", ports(ONE)), { code: "IDENTITY_NOT_FOUND" });
  await rejects(selectLogin(undefined, ports(ONE, { identityVariable: "dev" })), {
    code: "IDENTITY_NOT_FOUND",
  });
  await rejects(selectProvider("dev", ports(ONE)), { code: "PROVIDER_NOT_FOUND" });
});

Deno.test("with identities, it is the one that is named or that a person chooses", async () => {
  deepStrictEqual(await selected("DEV", ports(IDENTITIES)), ["identity", "dev"]);
  for (const name of [true, undefined] as const) {
    const prompter = new ScriptedPrompter("prod");
    deepStrictEqual(await selected(name, ports(IDENTITIES, { prompter })), ["identity", "prod"]);
    deepStrictEqual(prompter.questions, ["Which identity?"]);
  }
  await rejects(selectLogin(undefined, ports(IDENTITIES)), {
    code: "SELECTION_REQUIRED",
    hint: "Specify --identity NAME (dev, prod), --provider NAME or --tags TAGS",
  });
});
