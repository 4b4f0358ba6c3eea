import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { webFlow, type WebFlowPorts } from "../../../src/app/identities/web_flow.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { MemoryBrowser } from "../../fakes/memory_browser.ts";
import { MemorySignIn } from "../../fakes/memory_sign_in.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER, ScriptedPrompter } from "../../fakes/scripted_prompter.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const REQUEST = {
  identity: {
    kind: "aws/user",
    name: "Me",
    default: false,
    origin: { kind: "file", file: "atmos.yaml", line: 3, column: 5 },
  },
  realm: "acme",
  region: "eu-west-1",
  deadline: new PatientDeadline(),
  reasons: ["Set X"],
} as const;

interface Bench extends WebFlowPorts {
  readonly signIn: MemorySignIn;
  readonly browser: MemoryBrowser;
  readonly prompter: ScriptedPrompter;
}

function bench(over: Partial<WebFlowPorts> = {}, ...answers: readonly string[]): Bench {
  const signIn = new MemorySignIn();
  const browser = new MemoryBrowser(() => new URL("http://127.0.0.1/?code=the-code"));
  return {
    signIn,
    service: signIn,
    logins: signIn,
    browser,
    callbacks: browser.callbacks,
    prompter: new ScriptedPrompter(...answers),
    clock: () => NOW,
    options: { device: false },
    ...over,
  } as Bench;
}

const KEPT = {
  refreshToken: new Secret("kept"),
  region: "us-west-2",
  expiresAt: new Date(NOW.getTime() + 3600_000),
  dpopKey: new Secret("kept key"),
};

Deno.test("a user signs in with the browser once: the login is stored for 12 hours", async () => {
  const ports = bench();
  const credentials = await webFlow(REQUEST, ports);
  ok(credentials.sessionToken !== undefined);
  const [url = ""] = ports.browser.opened;
  ok(url.startsWith("https://eu-west-1.signin.example/v1/authorize?"), url);
  ok(url.includes("client_id=arn%3Aaws%3Asignin%3A%3A%3Adevtools%2Fsame-device"));
  match(ports.prompter.told, /Waiting up to 5 minutes; to use the browser of another machine, pass --device/);
  const login = ports.signIn.kept.get("me-acme");
  strictEqual(login?.expiresAt.toISOString(), "2026-01-01T12:00:00.000Z");
  await webFlow(REQUEST, { ...ports, prompter: NON_INTERACTIVE_PROMPTER });
  deepStrictEqual(ports.signIn.grants.map(({ kind }) => kind), ["code", "refresh"]);
  // The token rotates; the end of the login does not move.
  strictEqual(ports.signIn.kept.get("me-acme")?.refreshToken.expose(), "refresh-2");
  strictEqual(ports.signIn.kept.get("me-acme")?.expiresAt.toISOString(), "2026-01-01T12:00:00.000Z");
});

Deno.test("which stored logins are used", async (t) => {
  await t.step("one that lives, also without a terminal", async () => {
    const ports = bench({ prompter: NON_INTERACTIVE_PROMPTER });
    ports.signIn.kept.set("me-acme", KEPT);
    await webFlow(REQUEST, ports);
    strictEqual(ports.signIn.grants[0]?.kind, "refresh");
  });
  await t.step("not one that ends within a minute", async () => {
    const ports = bench({ prompter: NON_INTERACTIVE_PROMPTER });
    ports.signIn.kept.set("me-acme", { ...KEPT, expiresAt: new Date(NOW.getTime() + 59_000) });
    await rejects(webFlow(REQUEST, ports), { code: "LOGIN_REQUIRED" });
    strictEqual(ports.signIn.grants.length, 0);
  });
  await t.step("not one that AWS rejects, which is removed", async () => {
    const ports = bench({ prompter: NON_INTERACTIVE_PROMPTER });
    ports.signIn.kept.set("me-acme", KEPT);
    ports.signIn.refuses = "refresh";
    await rejects(webFlow(REQUEST, ports), { code: "LOGIN_REQUIRED" });
    strictEqual(ports.signIn.kept.size, 0);
  });
  await t.step("none with --webflow", async () => {
    const ports = bench({ options: { device: false, webFlow: true } });
    ports.signIn.kept.set("me-acme", KEPT);
    await webFlow(REQUEST, ports);
    strictEqual(ports.signIn.grants[0]?.kind, "code");
  });
});

Deno.test("a browser on another machine shows a code to type here", async (t) => {
  const code = btoa("code=abc&state=state-1");
  const rows: readonly (readonly [string, Partial<WebFlowPorts>])[] = [
    ["--device", { options: { device: true } }],
    ["no screen", {}],
  ];
  for (const [name, over] of rows) {
    await t.step(name, async () => {
      const ports = bench(over, code);
      if (name === "no screen") ports.browser.available = false;
      await webFlow(REQUEST, ports);
      match(ports.prompter.told, /devtools%2Fcross-device/);
      const [grant] = ports.signIn.grants;
      ok(grant?.kind === "code");
      strictEqual(grant.code.expose(), "abc");
      strictEqual(grant.redirectUri, "https://eu-west-1.signin.example/v1/sessions/confirmation");
      // Atmos could not refresh it: the token is bound to the other client.
      strictEqual(ports.signIn.kept.size, 0);
    });
  }
});

Deno.test("how a sign-in can end otherwise", async (t) => {
  await t.step("denied", async () => {
    const ports = bench();
    ports.browser.callbacks.answer = { kind: "refused", error: "access_denied" };
    const browser = new MemoryBrowser();
    browser.callbacks.answer = { kind: "refused", error: "access_denied" };
    await rejects(webFlow(REQUEST, { ...ports, browser, callbacks: browser.callbacks }), {
      code: "SSO_DENIED",
    });
  });
  await t.step("late", async () => {
    const browser = new MemoryBrowser();
    await rejects(webFlow(REQUEST, { ...bench(), browser, callbacks: browser.callbacks }), {
      code: "SSO_EXPIRED",
    });
  });
  await t.step("refused", async () => {
    const ports = bench();
    ports.signIn.refuses = "code";
    await rejects(webFlow(REQUEST, ports), { code: "AWS_REJECTED" });
  });
  await t.step("without a terminal, the error names the command and why there are no keys", async () => {
    await rejects(
      webFlow(REQUEST, bench({ prompter: NON_INTERACTIVE_PROMPTER })),
      (error: Error & { code?: string; hint?: string }) => {
        strictEqual(error.code, "LOGIN_REQUIRED");
        match(error.hint ?? "", /^Set X\. Run `atmos-ecr auth login Me`/);
        return true;
      },
    );
  });
});
