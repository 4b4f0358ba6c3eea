/**
 * Who is let in to the registries. The passwords are those that the fake AWS issued, and nothing else opens: a gate asks it about every
 * request. An `htpasswd` file cannot do that: bcrypt reads 72 bytes, in which all passwords of one principal are alike.
 *
 * @module
 */
import type { FakeAws } from "../../fakes/aws/fake_aws.ts";
import type { HttpReply } from "../../fakes/http/loopback_server.ts";
import {
  passwordOf,
  refusal,
  type RegistryName,
  registryName,
  type Verdict,
} from "../../fakes/registry/admission.ts";
import { ociError, ociReply } from "../../fakes/registry/oci_reply.ts";
import { LOOKALIKE_HOST, OTHER_HOST, PUBLIC_HOST } from "./host_names.ts";
import type { RequestHead } from "./tls_front.ts";

/** A request that came to a registry's gate. */
export interface Visit {
  readonly host: string;
  readonly method: string;
  readonly target: string;
  readonly verdict: Verdict | "none";
  /** Whom the password was made for, as an ARN; undefined without one of Amazon's. */
  readonly principal: string | undefined;
}

/** An answer in place of the registry's; undefined lets the request in. */
export type Gate = (request: RequestHead) => HttpReply | undefined;

/** The login of {@linkcode OTHER_HOST}, which Amazon has nothing to do with. */
export const OTHER_LOGIN = { user: "dev", password: "not-amazons" } as const;

/** The gates of all registries, with a book of who came. */
export class Gates {
  readonly #aws: FakeAws;
  readonly #visits: Visit[] = [];
  readonly #publicTokens = new Map<string, Claimed>();

  constructor(aws: FakeAws) {
    this.#aws = aws;
  }

  /** Every request so far, in order of arrival. */
  get visits(): readonly Visit[] {
    return this.#visits;
  }

  /** Begins a new book. */
  forgetVisits(): void {
    this.#visits.length = 0;
  }

  /** The gate of a registry. */
  of(host: string): Gate {
    if (host === PUBLIC_HOST) return (request) => this.#public(request);
    if (host === OTHER_HOST || host === LOOKALIKE_HOST) return (request) => this.#other(request);
    const registry = registryName(host);
    if (registry === undefined) throw new RangeError(`No registry: ${host}`);
    return (request) => this.#private(request, registry);
  }

  #private(request: RequestHead, registry: RegistryName): HttpReply | undefined {
    const password = passwordOf(request.authorization);
    const verdict = password === undefined ? "none" : this.#aws.checkPassword(password, registry);
    this.#record(request, { verdict, principal: this.#principal(password) });
    return refusal(verdict, registry);
  }

  /** As `docker pull public.ecr.aws/…` sees it: Bearer tokens, which anybody gets for reading. */
  #public(request: RequestHead): HttpReply | undefined {
    if (request.target.startsWith("/token/")) return this.#publicToken(request);
    const [, token = ""] = (request.authorization ?? "").split(" ");
    const claimed = this.#publicTokens.get(token) ?? NON_INTERACTIVE_PROMPTER;
    this.#record(request, claimed);
    const reads = ["GET", "HEAD"].includes(request.method);
    if (claimed.verdict === "accepted" || this.#publicTokens.has(token) && reads) return undefined;
    return ociError("UNAUTHORIZED", "Not Authorized", {
      "www-authenticate": `Bearer realm="https://${PUBLIC_HOST}/token/",service="${PUBLIC_HOST}",scope="aws"`,
    });
  }

  #publicToken(request: RequestHead): HttpReply {
    // Clients that try OAuth's way first go on to ask as Docker does.
    if (request.method !== "GET") return ociReply(405, "", {});
    const password = passwordOf(request.authorization);
    const verdict: Claimed["verdict"] = request.authorization === undefined
      ? "none"
      : this.#publicVerdict(password ?? "");
    const claimed: Claimed = { verdict, principal: this.#principal(password) };
    if (verdict === "unknown" || verdict === "expired") {
      this.#record(request, claimed);
      return ociError(verdict === "expired" ? "DENIED" : "UNAUTHORIZED", "Not Authorized");
    }
    const token = crypto.randomUUID();
    this.#publicTokens.set(token, claimed);
    return ociReply(200, JSON.stringify({ token }), { "content-type": "application/json" });
  }

  #publicVerdict(password: string): Verdict {
    const claims = this.#aws.describePassword(password);
    if (claims?.service !== "ecr-public") return "unknown";
    return claims.expiresAt <= this.#aws.now() ? "expired" : "accepted";
  }

  /** Everybody may read, and one may write. */
  #other(request: RequestHead): HttpReply | undefined {
    const password = passwordOf(request.authorization, OTHER_LOGIN.user);
    const verdict = request.authorization === undefined || request.authorization === NOBODYS_LOGIN
      ? "none"
      : password === OTHER_LOGIN.password
      ? "accepted"
      : "unknown";
    this.#record(request, { verdict, principal: this.#principal(passwordOf(request.authorization)) });
    // What asks who one is must not be open to nobody, or `docker login` would take any password for right.
    const reads = ["GET", "HEAD"].includes(request.method) && request.target !== "/v2/";
    if (verdict === "accepted" || verdict === "none" && reads) return undefined;
    return ociError("UNAUTHORIZED", "authentication required", {
      "www-authenticate": `Basic realm="${OTHER_HOST}"`,
    });
  }

  #principal(password: string | undefined): string | undefined {
    return password === undefined ? undefined : this.#aws.describePassword(password)?.principal;
  }

  #record({ host, method, target }: RequestHead, claimed: Claimed): void {
    this.#visits.push({ host, method, target, ...claimed });
  }
}

/** What skopeo and podman send when they have no login: an empty user with an empty password. */
const NOBODYS_LOGIN = "Basic Og==";

type Claimed = Pick<Visit, "verdict" | "principal">;

const NON_INTERACTIVE_PROMPTER: Claimed = { verdict: "none", principal: undefined };
