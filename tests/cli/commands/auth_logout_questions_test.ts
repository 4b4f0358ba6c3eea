/** What a person is asked before `auth logout` removes something. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { planLogout } from "../../../src/app/auth/plan_logout.ts";
import type { AuthDependencies } from "../../../src/cli/command/dependencies.ts";
import type { AllSessions, Keyring } from "../../../src/ports/sessions.ts";
import type { Prompter } from "../../../src/ports/terminal.ts";
import { session } from "../../contracts/identity_sessions_contract.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { MemoryIdentitySessions } from "../../fakes/memory_identity_sessions.ts";
import { MemoryProvisionedIdentities } from "../../fakes/memory_provisioned_identities.ts";
import { MemorySignIn } from "../../fakes/memory_sign_in.ts";
import { MemorySsoSessions } from "../../fakes/memory_sso_sessions.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";
import { Bench } from "../../support/bench.ts";
import { authConfig, type Plain } from "../../support/config_tree.ts";

const REALM = "acme";
const ARN = "arn:aws:iam::222233334444:role/deploy";
const ENTRIES: { readonly [key: string]: Plain } = {
  providers: {
    sso: { kind: "aws/iam-identity-center", start_url: "https://a.awsapps.com/start", region: "us-east-1" },
  },
  identities: {
    builder: { kind: "aws/user" },
    dev: { kind: "aws/assume-role", via: { identity: "builder" }, principal: { assume_role: ARN } },
    admin: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "Admin", account: { id: "222233334444" } },
    },
  },
};
const FILES = { "atmos.yaml": JSON.stringify({ auth: { ...ENTRIES, realm: REALM } }) };
/** A file of another realm. */
const ELSEWHERE = "/home/user/.config/atmos/other/aws/x/credentials";

/** Somebody who is logged in to every identity, whose keys are in a keyring, and to another project. */
class Desk {
  readonly #sessions = new MemoryIdentitySessions();
  readonly #logins = planLogout(authConfig(ENTRIES), { kind: "all" }, REALM).sessions;
  readonly #files = [ELSEWHERE];
  readonly #keys = new Set(["builder"]);

  constructor() {
    for (const { place, identity } of this.#logins) this.#sessions.keepMarked(place, session(identity));
  }

  /** What is left: identities with a session, owners of keys, and files. */
  async left(): Promise<readonly string[]> {
    const found = await Promise.all(this.#logins.map(({ place }) => this.#sessions.has(place)));
    const names = this.#logins.map(({ identity }) => identity).filter((_, index) => found[index]);
    return [...names, ...[...this.#keys].map((name) => `keys of ${name}`), ...this.#files];
  }

  async run(args: readonly string[], prompter: Prompter): Promise<{ code: number; err: string }> {
    const keyring: Partial<Keyring> = {
      has: ({ name }) => Promise.resolve(this.#keys.has(name)),
      remove: ({ name }) => Promise.resolve(this.#keys.delete(name)),
    };
    const allSessions: AllSessions = {
      list: () => Promise.resolve([...this.#files]),
      remove: (path) => Promise.resolve(this.#files.splice(this.#files.indexOf(path), 1).length > 0),
    };
    const side: Partial<AuthDependencies> = {
      sessions: this.#sessions,
      ssoSessions: new MemorySsoSessions(),
      signInLogins: new MemorySignIn(),
      provisioned: new MemoryProvisionedIdentities(),
      allSessions,
      userKeys: () => ({ keyring: keyring as Keyring, stores: {} as never }),
    };
    const bench = new Bench({
      prompter,
      configurations: () => new MemoryConfigurations(FILES),
      authDependencies: () => Promise.resolve(side as AuthDependencies),
    });
    return { code: await bench.run("auth", "logout", ...args), err: bench.err };
  }
}

/** What is chosen in the menu → what is left. */
const CHOICES: readonly (readonly [chosen: string, left: readonly string[]])[] = [
  ["dev", ["builder", "admin", "keys of builder", ELSEWHERE]],
  ["--provider sso", ["builder", "dev", "keys of builder", ELSEWHERE]],
  ["--all", ["keys of builder", ELSEWHERE]],
];

Deno.test("auth logout without an argument shows a menu: identities, providers and everything", async (t) => {
  for (const [chosen, left] of CHOICES) {
    await t.step(chosen, async () => {
      const desk = new Desk();
      const prompter = new ScriptedPrompter(chosen);
      strictEqual((await desk.run([], prompter)).code, 0);
      deepStrictEqual(prompter.questions, ["Log out of what?"]);
      deepStrictEqual(prompter.offered.flat().map(({ name }) => name), [
        "builder",
        "dev",
        "admin",
        "--provider sso",
        "--all",
      ]);
      deepStrictEqual(await desk.left(), left);
    });
  }
});

/** What is asked about → the question, and what a yes leaves. */
const QUESTIONS: readonly (readonly [args: readonly string[], question: string, left: readonly string[]])[] =
  [
    [["--all-realms"], "Remove the sessions of all projects?", ["keys of builder"]],
    [["builder", "--keychain"], "Remove access keys from the keyring? This cannot be undone", [
      "dev",
      "admin",
      ELSEWHERE,
    ]],
  ];

Deno.test("auth logout asks before it removes what other projects use, or what nothing brings back", async (t) => {
  for (const [args, question, left] of QUESTIONS) {
    const everything = await new Desk().left();
    for (const answer of ["no", "leave"]) {
      await t.step(`${args.join(" ")}: ${answer}`, async () => {
        const desk = new Desk();
        const prompter = new ScriptedPrompter(answer);
        const { code, err } = await desk.run(args, prompter);
        deepStrictEqual([code, prompter.questions], [130, [question]]);
        match(err, /\[CANCELLED\]/);
        // What is at the cursor first.
        strictEqual(prompter.offered.flat()[0]?.name, "no");
        deepStrictEqual(await desk.left(), everything);
      });
    }
    for (
      const [name, flags, prompter] of [
        ["yes", [], new ScriptedPrompter("yes")],
        ["--force asks nothing", ["--force"], new ScriptedPrompter()],
        ["without a terminal nothing is asked", [], NON_INTERACTIVE_PROMPTER],
      ] as const
    ) {
      await t.step(`${args.join(" ")}: ${name}`, async () => {
        const desk = new Desk();
        const { code, err } = await desk.run([...args, ...flags], prompter);
        strictEqual(code, 0, err);
        match(err, /Removed /);
        doesNotMatch(err, /\?/);
        deepStrictEqual(await desk.left(), left);
      });
    }
  }
});
