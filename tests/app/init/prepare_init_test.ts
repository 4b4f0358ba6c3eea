/** What `init` creates, asks and refuses. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { readYaml } from "../../../src/adapters/config/yaml/yaml_reader.ts";
import type { SsoLogin } from "../../../src/app/identities/identity_center/sso_login.ts";
import type { InitFlags } from "../../../src/app/init/init_request.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { integrationDetail } from "../../../src/domain/auth/model/entry_details.ts";
import { registryIntegrations } from "../../../src/domain/login/integration_targets.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryAmbientCredentials } from "../../fakes/memory_ambient_credentials.ts";
import { MemorySecurityTokenService } from "../../fakes/memory_security_token_service.ts";
import { MemorySsoPortal } from "../../fakes/memory_sso_portal.ts";
import { ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { COMPLETE, InitBench, SSO, START_URL } from "./init_bench.ts";

const DEV = "222233334444";
const PROD = "333344445555";
const hostOf = (account: string): string => `${account}.dkr.ecr.us-east-1.amazonaws.com`;

/** Flags that leave a question without a terminal, or name profiles that are of no use → the code and the text of the error. */
const REFUSALS: readonly (readonly [name: string, flags: InitFlags, code: string, text: RegExp])[] = [
  ["nothing", {}, "SELECTION_REQUIRED", /--from-aws-profiles/],
  ["no account", SSO, "SELECTION_REQUIRED", /--account ID --permission-set NAME/],
  ["no region of the login", { ...COMPLETE, ssoRegion: undefined }, "SELECTION_REQUIRED", /--sso-region/],
  ["no region of the registry", { ...COMPLETE, region: [] }, "SELECTION_REQUIRED", /--region/],
  ["a profile that is not there", { fromAwsProfiles: ["nobody"] }, "PROFILE_NOT_FOUND", /nobody/],
  ["a profile that is wrong", { fromAwsProfiles: ["broken"] }, "AWS_PROFILE_INVALID", /broken/],
];

Deno.test("init refuses what it would have to ask for, before it asks AWS and writes", async (t) => {
  await using bench = await InitBench.create();
  for (const [name, flags, code, text] of REFUSALS) {
    await t.step(name, async () => {
      await rejects(bench.write(flags), ({ message, hint, ...error }: Error & Record<string, unknown>) => {
        strictEqual(error["code"], code);
        match(`${message} ${hint}`, text);
        return true;
      });
      strictEqual(bench.written, undefined);
    });
  }
});

Deno.test("init uses all profiles without names, asks AWS for nothing with registries, and writes no section that is only wanted", async () => {
  await using bench = await InitBench.create({ "atmos.yaml": "auth: {realm: taken}\n" });
  const flags: InitFlags = { fromAwsProfiles: true, registry: [hostOf(PROD), hostOf(DEV)] };
  const { section, file, identities, hosts, notes } = await bench.prepare(flags, undefined, true);
  deepStrictEqual([file, identities, hosts], [
    undefined,
    ["hub user", "deploy"],
    [hostOf(PROD), hostOf(DEV)],
  ]);
  match(notes.join("\n"), /Skipping profile "broken"/);
  match(notes.join("\n"), new RegExp(`No identity is in the account of ${PROD}`));
  const { tree } = readYaml(section, "atmos.yaml");
  deepStrictEqual(registryIntegrations(decodeAuth(tree)).map(integrationDetail), [
    `${hostOf(PROD)}, for hub user`,
    `${hostOf(DEV)}, for deploy`,
  ]);
  strictEqual(bench.written, "auth: {realm: taken}\n");
});

Deno.test("init asks AWS only for the account of a profile that does not say it", async () => {
  await using bench = await InitBench.create();
  const callers = new MemorySecurityTokenService();
  const keys = { kind: "aws", accessKeyId: "AKIAEXAMPLE", secretAccessKey: new Secret("secret") } as const;
  const ambient = new MemoryAmbientCredentials(keys);
  bench.aws = { ambient, callers };
  const { hosts } = await bench.prepare({ fromAwsProfiles: ["deploy", "hub user"] });
  deepStrictEqual(callers.calls.map(({ action }) => action), ["GetCallerIdentity"]);
  strictEqual(ambient.calls, 1);
  strictEqual(hosts.length, 2);
  strictEqual(hosts.includes(hostOf(DEV)), true);
});

Deno.test("init tells what else there is where only a start URL is left, and what an answer lacks", async () => {
  await using bench = await InitBench.create();
  bench.hasProfiles = false;
  const prompter = new ScriptedPrompter("", "acme", START_URL, "", "mars", "us-east-1");
  // What follows is a login.
  await rejects(bench.prepare({}, prompter), { message: "AWS is not to be asked" });
  match(prompter.told, /`atmos-ecr login HOST`/);
  deepStrictEqual([...new Set(prompter.questions)], [
    "What is your IAM Identity Center start URL? For example https://acme.awsapps.com/start",
    "Which region is IAM Identity Center in? For example eu-west-1",
  ]);
  deepStrictEqual(prompter.faults, [
    "Enter a URL such as https://acme.awsapps.com/start",
    '"acme" is not an https URL',
    "Enter a region such as eu-west-1",
    '"mars" is not an AWS region: use one such as eu-west-1',
  ]);
});

Deno.test("init offers what the AWS files have, and a start URL", async () => {
  await using bench = await InitBench.create();
  const prompter = new ScriptedPrompter("profiles in the AWS files", "leave");
  await rejects(bench.prepare({}, prompter), { code: "CANCELLED" });
  deepStrictEqual(prompter.questions, ["What do you want to start from?", "Which profiles?"]);
  deepStrictEqual(prompter.offered, [
    [
      { name: "profiles in the AWS files", detail: "hub user, deploy" },
      { name: "an IAM Identity Center start URL" },
    ],
    [{ name: "hub user", detail: "aws/user" }, { name: "deploy", detail: "aws/assume-role" }],
  ]);
});

Deno.test("init asks nothing of a person who has named the registries", async () => {
  await using bench = await InitBench.create();
  const prompter = new ScriptedPrompter();
  const { hosts } = await bench.prepare({ ...COMPLETE, region: [], registry: [hostOf(PROD)] }, prompter);
  deepStrictEqual([hosts, prompter.questions], [[hostOf(PROD)], []]);
});

/** What is answered to the question for registries → what is asked next, and the hosts. */
const REGISTRIES:
  readonly (readonly [answers: readonly string[], asked: string, hosts: readonly string[]])[] = [
    [
      ["the registries of these accounts", "us-east-1, eu-west-1"],
      "Which regions are the registries in? For example eu-west-1; separate several with spaces",
      [hostOf(DEV), hostOf(DEV).replace("us-east-1", "eu-west-1")],
    ],
    [
      ["other registries, by host", "example.com", `${hostOf(PROD)} public.ecr.aws`],
      "Which registries? Enter hosts, separated by spaces",
      [hostOf(PROD), "public.ecr.aws"],
    ],
  ];

Deno.test("init logs in and lists what a person may choose, then asks for registries", async (t) => {
  for (const [answers, asked, expected] of REGISTRIES) {
    await t.step(answers[0] ?? "", async () => {
      await using bench = await InitBench.create();
      const portal = new MemorySsoPortal();
      for (const [id, name] of [[PROD, "prod"], [DEV, "dev"]] as const) {
        portal.assignments.push({ account: { id, name }, roles: ["Admin"] });
      }
      const session = { accessToken: new Secret("t") } as Awaited<ReturnType<SsoLogin["session"]>>;
      bench.aws = { portal, login: { session: () => Promise.resolve(session) } };
      const prompter = new ScriptedPrompter(
        "an IAM Identity Center start URL",
        START_URL,
        "us-east-1",
        `dev ${DEV} Admin`,
        ...answers,
      );
      const { identities, hosts } = await bench.prepare({}, prompter);
      deepStrictEqual(prompter.offered[1]?.map(({ name }) => name), [
        `dev ${DEV} Admin`,
        `prod ${PROD} Admin`,
      ]);
      deepStrictEqual(
        prompter.questions.filter((question, index, all) => all.indexOf(question) === index).slice(3),
        [
          "Which accounts and permission sets?",
          "Which registries?",
          asked,
        ],
      );
      deepStrictEqual([identities, hosts], [["dev-admin"], expected]);
    });
  }
});
