import { Secret } from "../../src/domain/secret.ts";
import type {
  AuthorizationCallback,
  AuthorizationCallbacks,
  Browser,
  CallbackAnswer,
} from "../../src/ports/browser.ts";

/** The place that a browser is led back to, in memory. */
export class MemoryCallbacks implements AuthorizationCallbacks {
  /** Whether a browser could come back to this machine. */
  available = true;
  /** How many places are waiting. */
  waiting = 0;
  /** What the browser brings back; nobody comes by default. */
  answer: CallbackAnswer = { kind: "late" };

  open(): Promise<AuthorizationCallback | undefined> {
    if (!this.available) return Promise.resolve(undefined);
    this.waiting++;
    return Promise.resolve({
      redirectUri: "http://127.0.0.1:49152/oauth/callback",
      state: "state-1",
      verifier: new Secret("verifier"),
      challenge: "challenge",
      startPage: (url) => url,
      answer: () => Promise.resolve(this.answer),
      [Symbol.asyncDispose]: () => {
        this.waiting--;
        return Promise.resolve();
      },
    });
  }
}

/** A browser that a test drives. */
export class MemoryBrowser implements Browser {
  available = true;
  /** Whether pages can be opened. */
  works = true;
  /** Every page that was opened. */
  readonly opened: string[] = [];
  readonly callbacks: MemoryCallbacks = new MemoryCallbacks();
  readonly #visit: (url: string) => URL | undefined;

  /** @param visit Where a page leads back to; undefined when it leads nowhere. */
  constructor(visit: (url: string) => URL | undefined = () => undefined) {
    this.#visit = visit;
  }

  open(url: string): Promise<boolean> {
    if (!this.works) return Promise.resolve(false);
    this.opened.push(url);
    const parameters = this.#visit(url)?.searchParams;
    const code = parameters?.get("code");
    const error = parameters?.get("error");
    if (code) this.callbacks.answer = { kind: "code", code: new Secret(code) };
    else if (error) this.callbacks.answer = { kind: "refused", error };
    return Promise.resolve(true);
  }
}
