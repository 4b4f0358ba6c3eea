import { isSignInPage, samlResponseOf } from "../../domain/saml/saml_response.ts";
import { Secret } from "../../domain/secret.ts";
import type { DevtoolsEvent, DevtoolsPipe } from "./devtools_pipe.ts";

/** Requests that the browser pauses until they were examined: a superset of {@linkcode isSignInPage}, which decides. */
const PATTERNS = [{ urlPattern: "https://*signin*/saml*", requestStage: "Request" }] as const;

/** Pauses new tabs and frames until their requests are paused, too. */
const AUTO_ATTACH = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true } as const;

/** The final page, instead of AWS' console. */
const DONE_PAGE =
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>atmos-ecr</title><h1>Logged in</h1><p>You can close this window and go back to the terminal.</p></html>\n`;

/**
 * Follows the tabs of a browser until one of them posts a SAML response to AWS, and stops that request.
 * Reference: https://chromedevtools.github.io/devtools-protocol/, domains Target and Fetch.
 */
export class DevtoolsSignIn {
  readonly #send: DevtoolsPipe["send"];
  readonly #pages = new Set<string>();
  readonly #firstPage = Promise.withResolvers<string>();
  readonly #response = Promise.withResolvers<Secret>();
  readonly #allClosed = Promise.withResolvers<void>();
  readonly response: Promise<Secret> = this.#response.promise;
  /** Resolves when the last tab is closed. */
  readonly allClosed: Promise<void> = this.#allClosed.promise;

  constructor(send: DevtoolsPipe["send"]) {
    this.#send = send;
  }

  /** Opens the identity provider's page in the first tab. */
  async begin(url: string): Promise<void> {
    await this.#send("Target.setAutoAttach", AUTO_ATTACH);
    await this.#send("Page.navigate", { url }, await this.#firstPage.promise);
  }

  /** Handles an event of the browser. */
  receive({ method, params, sessionId }: DevtoolsEvent): void {
    if (method === "Target.attachedToTarget") void this.#attach(params);
    else if (method === "Target.detachedFromTarget") this.#detach(String(params["sessionId"]));
    else if (method === "Fetch.requestPaused") void this.#look(params, sessionId);
  }

  async #attach(params: Readonly<Record<string, unknown>>): Promise<void> {
    const session = String(params["sessionId"]);
    const { type } = params["targetInfo"] as { readonly type: string };
    if (type === "page" || type === "iframe") {
      if (type === "page") this.#pages.add(session);
      await Promise.all([
        this.#send("Fetch.enable", { patterns: PATTERNS }, session),
        this.#send("Target.setAutoAttach", AUTO_ATTACH, session),
      ]);
      if (type === "page") this.#firstPage.resolve(session);
    }
    await this.#send("Runtime.runIfWaitingForDebugger", {}, session);
  }

  #detach(session: string): void {
    if (this.#pages.delete(session) && this.#pages.size === 0) this.#allClosed.resolve();
  }

  async #look(params: Readonly<Record<string, unknown>>, session: string | undefined): Promise<void> {
    const { url, method, postData } = params["request"] as {
      readonly url: string;
      readonly method: string;
      readonly postData?: string;
    };
    const requestId = params["requestId"];
    const response = method === "POST" && isSignInPage(url) ? samlResponseOf(postData ?? "") : undefined;
    if (response === undefined) {
      await this.#send("Fetch.continueRequest", { requestId }, session);
      return;
    }
    await this.#send("Fetch.fulfillRequest", {
      requestId,
      responseCode: 200,
      responseHeaders: [
        { name: "content-type", value: "text/html; charset=utf-8" },
        { name: "cache-control", value: "no-store" },
      ],
      body: btoa(DONE_PAGE),
    }, session);
    this.#response.resolve(new Secret(response));
  }
}
