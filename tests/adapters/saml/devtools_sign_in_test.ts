import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DevtoolsSignIn } from "../../../src/adapters/saml/devtools_sign_in.ts";

/** A browser that only takes notes of its commands. */
class NotedBrowser {
  readonly commands: (readonly [method: string, session: string | undefined])[] = [];
  readonly signIn = new DevtoolsSignIn((method, _params, session) => {
    this.commands.push([method, session]);
    return Promise.resolve({});
  });

  attach(sessionId: string, type = "page"): void {
    this.signIn.receive({ method: "Target.attachedToTarget", params: { sessionId, targetInfo: { type } } });
  }

  detach(sessionId: string): void {
    this.signIn.receive({ method: "Target.detachedFromTarget", params: { sessionId } });
  }

  hold(request: Readonly<Record<string, unknown>>): void {
    this.signIn.receive({
      method: "Fetch.requestPaused",
      params: { requestId: "r", request },
      sessionId: "one",
    });
  }
}

Deno.test("a tab goes on only after its requests are held back", async () => {
  const browser = new NotedBrowser();
  browser.attach("one");
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepStrictEqual(browser.commands, [
    ["Fetch.enable", "one"],
    ["Target.setAutoAttach", "one"],
    ["Runtime.runIfWaitingForDebugger", "one"],
  ]);
});

Deno.test("the login is over when the last of several tabs is closed, frames aside", async () => {
  const browser = new NotedBrowser();
  let isClosed = false;
  void browser.signIn.allClosed.then(() => isClosed = true);
  const ticks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  browser.attach("one");
  browser.attach("two");
  browser.attach("frame", "iframe");
  browser.attach("worker", "service_worker");
  browser.detach("one");
  browser.detach("frame");
  browser.detach("worker");
  await ticks();
  strictEqual(isClosed, false);
  browser.detach("two");
  await ticks();
  strictEqual(isClosed, true);
});

Deno.test("only a response posted to AWS is intercepted; other requests continue", async (t) => {
  const page = "https://signin.aws.amazon.com/saml";
  const rows: readonly (readonly [
    string,
    Readonly<Record<string, unknown>>,
    "Fetch.fulfillRequest" | "Fetch.continueRequest",
  ])[] = [
    [
      "a response",
      { url: page, method: "POST", postData: "SAMLResponse=PHNhbWw%2B" },
      "Fetch.fulfillRequest",
    ],
    ["a GET", { url: `${page}?SAMLResponse=PHNhbWw%2B`, method: "GET" }, "Fetch.continueRequest"],
    ["no response", { url: page, method: "POST", postData: "RelayState=x" }, "Fetch.continueRequest"],
    ["no body", { url: page, method: "POST" }, "Fetch.continueRequest"],
    [
      "two",
      { url: page, method: "POST", postData: "SAMLResponse=a&SAMLResponse=b" },
      "Fetch.continueRequest",
    ],
    [
      "elsewhere",
      { url: "https://signin.example/saml", method: "POST", postData: "SAMLResponse=a" },
      "Fetch.continueRequest",
    ],
  ];
  for (const [name, request, command] of rows) {
    await t.step(name, async () => {
      const browser = new NotedBrowser();
      browser.hold(request);
      await new Promise((resolve) => setTimeout(resolve, 0));
      deepStrictEqual(browser.commands, [[command, "one"]]);
    });
  }
});
