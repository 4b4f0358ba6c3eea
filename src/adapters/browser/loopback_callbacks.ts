import { Secret } from "../../domain/secret.ts";
import { CALLBACK_PATH } from "../../domain/sso/login_page.ts";
import type { AuthorizationCallback, AuthorizationCallbacks, CallbackAnswer } from "../../ports/browser.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { withTimeLimit } from "../process/time_limit.ts";
import { mayBeThisUser } from "./peer_owner.ts";
import { readCallback } from "./read_callback.ts";

/** How long a pending response may take to be sent, in milliseconds. */
const SHUTDOWN_MS = 500;

/** The final page. Nothing in it comes from the request. */
const DONE_PAGE = page("You can close this page", "Go back to the terminal.");
const REFUSED_PAGE = page("Login failed", "See the terminal for details.");
const TWICE_PAGE = page(
  "Someone else opened this page",
  "The login was cancelled. Go back to the terminal, and log in again.",
);

/** Receives the browser with a server on the loopback interface. */
export class LoopbackCallbacks implements AuthorizationCallbacks {
  async open(): Promise<AuthorizationCallback | undefined> {
    const verifier = randomText();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    try {
      return new LoopbackCallback(new Secret(verifier), base64Url(new Uint8Array(digest)));
    } catch (error) {
      // There is no loopback interface, or this program may not listen on it.
      if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.AddrNotAvailable) {
        return undefined;
      }
      throw error;
    }
  }
}

/**
 * A server for one callback, on a port that the system chooses.
 *
 * Any program or web page on this machine can send it requests: those without the right state are rejected and change nothing, and so is
 * every request after the first one with it. Requests of other users are always rejected, if the system identifies them.
 *
 * Every user of the machine can read the arguments of a browser, and the address of a login page is enough to complete a login, or to
 * redirect it to another identity. The browser is therefore given the address of a local page, which redirects once: a second request ends
 * the login.
 * Reference: RFC 8252, sections 7.3 and 8.
 */
class LoopbackCallback implements AuthorizationCallback {
  readonly redirectUri: string;
  readonly state = randomText();
  readonly verifier: Secret;
  readonly challenge: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #answered = Promise.withResolvers<CallbackAnswer>();
  #isOpen = true;
  readonly #startPath = `/start/${randomText()}`;
  #start: { readonly url: string; opened: boolean } | undefined;

  constructor(verifier: Secret, challenge: string) {
    this.verifier = verifier;
    this.challenge = challenge;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {}, onError: () => plain(500) },
      (request, { remoteAddr }) => this.#receive(request, remoteAddr.port),
    );
    this.redirectUri = `http://127.0.0.1:${this.#server.addr.port}${CALLBACK_PATH}`;
  }

  startPage(url: string): string {
    this.#start = { url, opened: false };
    return new URL(this.#startPath, this.redirectUri).href;
  }

  async answer(options: WaitOptions): Promise<CallbackAnswer> {
    return await withTimeLimit(this.#answered.promise, options, { kind: "late" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false;
    // Waits for pending responses, but not for requests that never end.
    const options = { timeoutMs: SHUTDOWN_MS, signal: new AbortController().signal };
    await withTimeLimit(this.#server.shutdown(), options, undefined);
    this.#server.unref();
  }

  async #receive(request: Request, peerPort: number): Promise<Response> {
    const ownPort = this.#server.addr.port;
    if (!await mayBeThisUser({ ownPort, peerPort })) return plain(403);
    if (!this.#isOpen) return plain(410);
    if (this.#start !== undefined && new URL(request.url).pathname === this.#startPath) {
      return this.#lead(request, this.#start);
    }
    const received = readCallback(request, this);
    if (typeof received === "number") return plain(received);
    this.#isOpen = false;
    this.#answered.resolve(received);
    return html(received.kind === "code" ? DONE_PAGE : REFUSED_PAGE);
  }

  #lead(request: Request, start: { readonly url: string; opened: boolean }): Response {
    if (request.headers.get("host") !== new URL(this.redirectUri).host) return plain(421);
    if (request.method !== "GET") return plain(405);
    if (start.opened) {
      this.#isOpen = false;
      this.#answered.resolve({ kind: "refused", error: "the page that begins the login was opened twice" });
      return html(TWICE_PAGE);
    }
    start.opened = true;
    return new Response(null, { status: 302, headers: { ...HEADERS, location: start.url } });
  }
}

/** 256 random bits, as base64url. */
function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

const HEADERS = {
  "cache-control": "no-store",
  "connection": "close",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

function plain(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

function html(body: string): Response {
  return new Response(body, { headers: { ...HEADERS, "content-type": "text/html; charset=utf-8" } });
}

function page(title: string, text: string): string {
  return `<!doctype html><html lang="en"><title>atmos-ecr</title><h1>${title}</h1><p>${text}</p></html>\n`;
}

function base64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
