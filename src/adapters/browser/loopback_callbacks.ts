import { Secret } from "../../domain/secret.ts";
import { CALLBACK_PATH } from "../../domain/sso/redirect_uri.ts";
import type { AuthorizationCallback, AuthorizationCallbacks, CallbackAnswer } from "../../ports/browser.ts";
import type { WaitOptions } from "../../ports/time.ts";
import { mayBeThisUser } from "./peer_owner.ts";
import { readCallback } from "./read_callback.ts";

/** How long an answer that is under way may take to leave, in milliseconds. */
const SHUTDOWN_MS = 500;

/** What the person reads where somebody else opened the page first. */
const OPENED_TWICE = "the page that begins the login was opened twice";

/** What the browser ends on. Nothing in it comes from the request. */
const DONE_PAGE = page("You can close this page", "Go back to the terminal.");
const REFUSED_PAGE = page("Login failed", "See the terminal for details.");
const TWICE_PAGE = page(
  "Someone else opened this page",
  "The login was cancelled. Go back to the terminal, and log in again.",
);

/** A browser that comes back to a server on the loopback interface. */
export class LoopbackCallbacks implements AuthorizationCallbacks {
  async open(): Promise<AuthorizationCallback | undefined> {
    const verifier = randomText();
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    try {
      return new LoopbackCallback(randomText(), {
        verifier: new Secret(verifier),
        challenge: base64Url(new Uint8Array(digest)),
      });
    } catch (error) {
      // No loopback interface, or none that this program may listen on.
      if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.AddrNotAvailable) {
        return undefined;
      }
      throw error;
    }
  }
}

/**
 * A server for one answer, on a port that the system chooses.
 *
 * Whoever runs programs or opens pages on this machine can send it requests: what does not bring the state back is turned away and
 * changes nothing, and after the first that does everything is. Other users are turned away whatever they bring, where the system tells.
 *
 * Everybody on the machine can read the arguments of a browser, and a login page's address is enough to end a login, or to lead it to
 * another identity. So the browser is given the address of a page here, which leads on once: a second request ends the login.
 *
 * Reference: RFC 8252, sections 7.3 and 8.
 */
class LoopbackCallback implements AuthorizationCallback {
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: Secret;
  readonly challenge: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #answered = Promise.withResolvers<CallbackAnswer>();
  #isOpen = true;
  readonly #startPath = `/start/${randomText()}`;
  #start: { readonly url: string; opened: boolean } | undefined;

  constructor(state: string, { verifier, challenge }: Pick<AuthorizationCallback, "verifier" | "challenge">) {
    this.state = state;
    this.verifier = verifier;
    this.challenge = challenge;
    this.#server = Deno.serve(
      {
        hostname: "127.0.0.1",
        port: 0,
        onListen: () => {},
        onError: () => plain(500),
      },
      (request, { remoteAddr }) => this.#receive(request, remoteAddr.port),
    );
    this.redirectUri = `http://127.0.0.1:${this.#server.addr.port}${CALLBACK_PATH}`;
  }

  startPage(url: string): string {
    this.#start = { url, opened: false };
    return new URL(this.#startPath, this.redirectUri).href;
  }

  async answer({ timeoutMs, signal }: WaitOptions): Promise<CallbackAnswer> {
    signal.throwIfAborted();
    const ended = Promise.withResolvers<CallbackAnswer>();
    const end = (): void => ended.reject(signal.reason);
    const timer = setTimeout(() => ended.resolve({ kind: "late" }), timeoutMs);
    signal.addEventListener("abort", end);
    try {
      return await Promise.race([this.#answered.promise, ended.promise]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false;
    // Waits for answers that are under way, and not for a request that somebody never ends.
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, SHUTDOWN_MS);
    await Promise.race([this.#server.shutdown(), patience.promise]);
    clearTimeout(timer);
    this.#server.unref();
  }

  async #receive(request: Request, peerPort: number): Promise<Response> {
    const ownPort = this.#server.addr.port;
    if (!await mayBeThisUser({ ownPort, peerPort })) return plain(403);
    if (!this.#isOpen) return plain(410);
    if (this.#start !== undefined && new URL(request.url).pathname === this.#startPath) {
      return this.#lead(request, this.#start);
    }
    const received = readCallback(request, { redirectUri: this.redirectUri, state: this.state });
    if (received.kind === "foreign") return plain(received.status);
    this.#isOpen = false;
    this.#answered.resolve(received);
    return html(received.kind === "code" ? DONE_PAGE : REFUSED_PAGE);
  }

  #lead(request: Request, start: { readonly url: string; opened: boolean }): Response {
    if (request.headers.get("host") !== new URL(this.redirectUri).host) return plain(421);
    if (request.method !== "GET") return plain(405);
    if (start.opened) {
      this.#isOpen = false;
      this.#answered.resolve({ kind: "refused", error: OPENED_TWICE });
      return html(TWICE_PAGE);
    }
    start.opened = true;
    return new Response(null, { status: 302, headers: { ...HEADERS, location: start.url } });
  }
}

/** 256 bits of chance, as base64url. */
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
