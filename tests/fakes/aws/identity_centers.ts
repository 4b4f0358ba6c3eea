import { IdentityCenter, type IdentityCenterContext, type IdentityCenterOptions } from "./identity_center.ts";
import type { Principals } from "./principals.ts";
import { SsoClients } from "./sso_clients.ts";

/** The instances of IAM Identity Center on one server, and the clients that they share. */
export class IdentityCenters {
  readonly clients: SsoClients = new SsoClients();
  readonly #centers: IdentityCenter[] = [];
  readonly #context: IdentityCenterContext;

  /** @param now The server's clock, milliseconds since the epoch. */
  constructor(principals: Principals, now: () => number) {
    this.#context = { principals, clients: this.clients, now };
  }

  add(options: IdentityCenterOptions): IdentityCenter {
    const center = new IdentityCenter(options, this.#context);
    this.#centers.push(center);
    return center;
  }

  findByStartUrl(startUrl: unknown): IdentityCenter | undefined {
    if (typeof startUrl !== "string") return undefined;
    return this.find((center) => withoutTail(center.startUrl) === withoutTail(startUrl));
  }

  /** The instance that a code or token came from. */
  find(predicate: (center: IdentityCenter) => boolean): IdentityCenter | undefined {
    return this.#centers.find(predicate);
  }
}

/** `…/start`, `…/start/` and `…/start/#/` are one portal. */
function withoutTail(startUrl: string): string {
  return startUrl.replace(/[/#]+$/, "");
}
