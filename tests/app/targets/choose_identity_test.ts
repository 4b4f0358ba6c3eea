import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { chooseIdentity } from "../../../src/app/targets/choose_identity.ts";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

/** A role of nobody's, which cannot be used. */
const BROKEN = { kind: "aws/assume-role" };

function identities(...defaults: readonly string[]): ReturnType<typeof authConfig> {
  return authConfig({ identities: entries(...defaults) });
}

function entries(...defaults: readonly string[]): Readonly<Record<string, Plain>> {
  const entry = (
    name: string,
  ): [string, Plain] => [name, { kind: "aws/ambient", default: defaults.includes(name) }];
  return Object.fromEntries(["Dev", "prod", "audit"].map(entry));
}

Deno.test("chooseIdentity() uses the flag, then ATMOS_IDENTITY, then the default", async () => {
  const auth = identities("audit");
  strictEqual(
    await chooseIdentity("DEV", { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: "prod" }),
    "Dev",
  );
  strictEqual(
    await chooseIdentity(undefined, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: "PROD" }),
    "prod",
  );
  strictEqual(
    await chooseIdentity(undefined, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: "" }),
    "audit",
  );
  strictEqual(
    await chooseIdentity(undefined, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: "off" }),
    "audit",
  );
  await rejects(chooseIdentity("nobody", { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: undefined }), {
    code: "IDENTITY_NOT_FOUND",
  });
  await rejects(chooseIdentity(undefined, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: "nobody" }), {
    code: "IDENTITY_NOT_FOUND",
  });
});

Deno.test("chooseIdentity() prompts on a terminal: for all identities, or for several defaults", async () => {
  const all = new ScriptedPrompter("audit");
  strictEqual(
    await chooseIdentity(true, { auth: identities("Dev"), prompter: all, variable: "prod" }),
    "audit",
  );
  deepStrictEqual(all.offered.flat().map(({ name }) => name), ["Dev", "prod", "audit"]);
  const none = new ScriptedPrompter("audit");
  strictEqual(
    await chooseIdentity(undefined, { auth: identities(), prompter: none, variable: undefined }),
    "audit",
  );
  const several = new ScriptedPrompter("prod");
  strictEqual(
    await chooseIdentity(undefined, {
      auth: identities("Dev", "prod"),
      prompter: several,
      variable: undefined,
    }),
    "prod",
  );
  deepStrictEqual(several.offered.flat().map(({ name }) => name), ["Dev", "prod"]);
});

Deno.test("chooseIdentity() lists the choices if prompts are impossible", async () => {
  for (
    const [flag, auth] of [[true, identities("Dev")], [undefined, identities()], [
      undefined,
      identities("Dev", "prod"),
    ]] as const
  ) {
    await rejects(
      chooseIdentity(flag, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: undefined }),
      (error) => {
        if (!(error instanceof AtmosEcrError)) throw error;
        strictEqual(error.code, "SELECTION_REQUIRED");
        strictEqual(error.exitCode, 2);
        match(error.hint ?? "", /--identity NAME \(Dev, prod/);
        return true;
      },
    );
  }
});

Deno.test("chooseIdentity() lists what could be named instead of an identity, where registries could be", async () => {
  const auth = authConfig({
    identities: entries(),
    integrations: {
      "dev/ecr": {
        kind: "aws/ecr",
        via: { identity: "Dev" },
        spec: { registry: { account_id: "111122223333", region: "eu-west-1" } },
      },
      "public": { kind: "aws/ecr-public", via: { identity: "Dev" } },
      "cluster": { kind: "aws/eks", via: { identity: "Dev" } },
    },
  });
  await rejects(
    chooseIdentity(undefined, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: undefined }),
    {
      code: "SELECTION_REQUIRED",
      hint:
        "Specify an integration (dev/ecr, public), --identity NAME (Dev, prod, audit), --all, --registry HOST or --public",
    },
  );
});

Deno.test("chooseIdentity() blames an identity that cannot be used only where it may be the default", async () => {
  const withBroken = (...defaults: readonly string[]): ReturnType<typeof authConfig> =>
    authConfig({ identities: { ...entries(...defaults), BROKEN } });
  for (
    const [flag, auth, code] of [
      [true, withBroken(), "SELECTION_REQUIRED"],
      [undefined, withBroken("Dev", "prod"), "SELECTION_REQUIRED"],
      [undefined, withBroken(), "CONFIG_INVALID"],
    ] as const
  ) {
    await rejects(chooseIdentity(flag, { auth, prompter: NON_INTERACTIVE_PROMPTER, variable: undefined }), {
      code,
    });
  }
});

Deno.test("chooseIdentity() gives the error of a default identity, and offers no other one on a terminal", async (t) => {
  const broken: Readonly<Record<string, Plain>> = {
    "a role without its ARN": { kind: "aws/assume-role", default: true },
    "an unknown kind": { kind: "aws/asume-role", default: true },
    "no kind": { default: true },
    "via with both": { kind: "aws/permission-set", via: { identity: "Dev", provider: "sso" }, default: true },
  };
  for (const [name, entry] of Object.entries(broken)) {
    await t.step(name, async () => {
      for (const others of [[], ["prod"]]) {
        const auth = authConfig({ identities: { ...entries(...others), mine: entry } });
        const prompter = new ScriptedPrompter("Dev");
        await rejects(
          chooseIdentity(undefined, { auth, prompter, variable: undefined }),
          ({ code, message }: AtmosEcrError) => code === "CONFIG_INVALID" && message.includes('"mine"'),
        );
        deepStrictEqual(prompter.questions, []);
      }
    });
  }
});

Deno.test("chooseIdentity() shows what distinguishes identities", async () => {
  const prompter = new ScriptedPrompter("deploy");
  const auth = authConfig({
    identities: {
      env: { kind: "aws/ambient", default: true },
      deploy: {
        kind: "aws/assume-role",
        via: { identity: "env" },
        principal: { assume_role: "arn:aws:iam::111122223333:role/deploy" },
      },
    },
  });
  await chooseIdentity(true, { auth, prompter, variable: undefined });
  deepStrictEqual(prompter.offered.flat().map(({ detail }) => detail), [
    "aws/ambient, default",
    "aws/assume-role, 111122223333",
  ]);
});
