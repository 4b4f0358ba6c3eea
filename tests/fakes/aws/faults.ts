/**
 * What a test can make go wrong, and for which requests.
 *
 * @module
 */
import { namesOf, type Principal } from "./principals.ts";

/** A change to the answer of `GetAuthorizationToken`. */
export type TokenChange =
  | "empty-list"
  | "no-list"
  | "no-token"
  | "bad-base64"
  | "no-colon"
  | "expired"
  | "no-expiry"
  | "nan-expiry";

/** What goes wrong. Those of the first group come instead of an answer, those of the second spoil the real one. */
export type FaultEffect =
  /** The answer comes late. The only effect that lets later faults of the same request act. */
  | { readonly kind: "delay"; readonly ms: number }
  /** An error of AWS, in the service's protocol. */
  | {
    readonly kind: "error";
    readonly status: number;
    readonly code: string;
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }
  /** The connection ends before any header: `FIN`, or `RST`. */
  | { readonly kind: "close" }
  | { readonly kind: "reset" }
  /** 200 with a page instead of an answer, as captive portals do. */
  | { readonly kind: "html" }
  | { readonly kind: "empty-body" }
  | { readonly kind: "redirect"; readonly status: 301 | 302 | 303 | 307 | 308; readonly location: string }
  /** No answer, ever. */
  | { readonly kind: "hang" }
  /** 200 and a body of that many bytes, without an end. */
  | { readonly kind: "flood"; readonly bytes: number }
  // ---- spoils the real answer, and leaves real errors alone
  | { readonly kind: "token"; readonly change: TokenChange }
  | { readonly kind: "token"; readonly change: "foreign-endpoint"; readonly endpoint: string }
  /** Half the body under a matching content-length. */
  | { readonly kind: "truncate" }
  /** Half the body under the whole one's content-length, then `FIN` or `RST`. */
  | { readonly kind: "cut"; readonly how: "close" | "reset" }
  /** One byte at a time, from the first header or from the body on. */
  | { readonly kind: "drip"; readonly from: "headers" | "body"; readonly intervalMs: number };

/** Which requests, how often, and what. A filter that is left out matches all. */
export interface FaultRule {
  readonly service?: string;
  readonly action?: string;
  /** Of the credential scope. */
  readonly region?: string;
  /** Of the caller. */
  readonly account?: string;
  /** ARN of the caller, or of the role behind its session. */
  readonly principal?: string;
  /** How many requests it strikes. @default {Infinity} */
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** A bucket of requests, one for each account and region, as AWS throttles. */
export interface LimitRule {
  readonly service: string;
  readonly action: string;
  /** How many requests a full bucket holds. */
  readonly burst: number;
  /** How fast it fills; 0 for never. */
  readonly perSecond: number;
}

/** A rule in force. */
export interface ActiveFault {
  /** How many requests it has struck. */
  readonly struck: number;
  remove(): void;
}

/** What is known of a request before its signature was looked at. */
export interface RequestFacts {
  readonly service: string;
  readonly action: string;
  readonly region: string | undefined;
  readonly principal: Principal | undefined;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** The faults of one server. They act in the order in which they were added. */
export class Faults {
  readonly #rules: { readonly rule: FaultRule; struck: number }[] = [];
  readonly #limits: { readonly rule: LimitRule; readonly buckets: Map<string, Bucket> }[] = [];

  add(rule: FaultRule): ActiveFault {
    const entry = { rule, struck: 0 };
    this.#rules.push(entry);
    return {
      get struck(): number {
        return entry.struck;
      },
      remove: () => {
        const index = this.#rules.indexOf(entry);
        if (index >= 0) this.#rules.splice(index, 1);
      },
    };
  }

  /** Throttles an action from now on. */
  limit(rule: LimitRule): void {
    this.#limits.push({ rule, buckets: new Map() });
  }

  /** Takes all faults and limits away. */
  clear(): void {
    this.#rules.length = 0;
    this.#limits.length = 0;
  }

  /** The effects that strike a request: any delays, then at most one other. Each counts as a strike. */
  take(facts: RequestFacts): readonly FaultEffect[] {
    const effects: FaultEffect[] = [];
    for (const entry of this.#rules) {
      if (entry.struck >= (entry.rule.times ?? Infinity) || !matches(entry.rule, facts)) continue;
      entry.struck++;
      effects.push(entry.rule.effect);
      if (entry.rule.effect.kind !== "delay") break;
    }
    return effects;
  }

  /** Whether a request finds its bucket empty. @param now Milliseconds of a clock that only goes forward. */
  isThrottled(facts: RequestFacts, now: number): boolean {
    return this.#limits.some(({ rule, buckets }) => {
      if (rule.service !== facts.service || rule.action !== facts.action) return false;
      const key = `${facts.principal?.account} ${facts.region}`;
      const bucket = buckets.get(key) ?? { tokens: rule.burst, filledAt: now };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(rule.burst, bucket.tokens + (now - bucket.filledAt) / 1000 * rule.perSecond);
      bucket.filledAt = now;
      if (bucket.tokens < 1) return true;
      bucket.tokens--;
      return false;
    });
  }
}

function matches(rule: FaultRule, facts: RequestFacts): boolean {
  const isFor = (wanted: string | undefined, actual: string | undefined): boolean =>
    wanted === undefined || wanted === actual;
  return isFor(rule.service, facts.service) && isFor(rule.action, facts.action) &&
    isFor(rule.region, facts.region) &&
    isFor(rule.account, facts.principal?.account) &&
    (rule.principal === undefined ||
      (facts.principal !== undefined && namesOf(facts.principal).includes(rule.principal)));
}
