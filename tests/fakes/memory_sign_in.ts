import { foldName } from "../../src/domain/config/config_node.ts";
import { AwsError } from "../../src/domain/errors/errors.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { SignInLogin } from "../../src/domain/sign_in/sign_in.ts";
import type {
  SignInGrant,
  SignInLogins,
  SignInOwner,
  SignInReply,
  SignInService,
} from "../../src/ports/browser.ts";
import type { WaitOptions } from "../../src/ports/time.ts";
import { MemoryLocks } from "./memory_locks.ts";

/** AWS' sign-in service in memory: every code and every refresh token is good, until it is told otherwise. */
export class MemorySignIn implements SignInService, SignInLogins {
  /** Every grant, in order. */
  readonly grants: SignInGrant[] = [];
  /** Kept logins by `<identity>-<realm>`, the identity in lower case. */
  readonly kept = new Map<string, SignInLogin>();
  /** Set to refuse every grant of a kind. */
  refuses: SignInGrant["kind"] | undefined;
  readonly #locks = new MemoryLocks();
  readonly service = this;
  readonly logins = this;

  origin(region: string): string {
    return `https://${region}.signin.example`;
  }

  createKey(): Promise<Secret> {
    return Promise.resolve(new Secret("key"));
  }

  createToken(grant: SignInGrant): Promise<SignInReply> {
    this.grants.push(grant);
    if (grant.kind === this.refuses) {
      return Promise.resolve({
        kind: "refused",
        error: new AwsError("AWS_REJECTED", "refused (invalid_grant)"),
      });
    }
    const number = this.grants.length;
    return Promise.resolve({
      kind: "tokens",
      tokens: {
        credentials: {
          accessKeyId: `ASIA${String(number).padStart(16, "0")}`,
          secretAccessKey: new Secret("secret"),
          sessionToken: new Secret("token"),
          expiresAt: new Date(Date.now() + 900_000),
        },
        refreshToken: new Secret(`refresh-${number}`),
      },
    });
  }

  read(owner: SignInOwner): Promise<SignInLogin | undefined> {
    return Promise.resolve(this.kept.get(nameOf(owner)));
  }

  write(owner: SignInOwner, login: SignInLogin): Promise<void> {
    this.kept.set(nameOf(owner), login);
    return Promise.resolve();
  }

  remove(owner: SignInOwner): Promise<boolean> {
    return Promise.resolve(this.kept.delete(nameOf(owner)));
  }

  hold(owner: SignInOwner, options: WaitOptions): Promise<Disposable | undefined> {
    return this.#locks.hold(nameOf(owner), options);
  }
}

function nameOf({ identity, realm }: SignInOwner): string {
  return `${foldName(identity)}-${realm}`;
}
