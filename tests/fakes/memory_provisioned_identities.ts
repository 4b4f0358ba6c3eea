import type { EnvironmentError } from "../../src/domain/errors/errors.ts";
import type { Provisioning } from "../../src/domain/sso/provisioned_identities.ts";
import type { ProvisionedIdentities } from "../../src/ports/sessions.ts";

/** What logins have found, in memory. */
export class MemoryProvisionedIdentities implements ProvisionedIdentities {
  /** The last of each provider, by its name. */
  readonly written = new Map<string, Provisioning>();
  /** Set to fail every write. */
  failure: EnvironmentError | undefined;

  write(provisioning: Provisioning): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.written.set(provisioning.center.name, provisioning);
    return Promise.resolve();
  }

  find(provider: string): Promise<string | undefined> {
    return Promise.resolve(this.written.has(provider) ? `/cache/${provider}` : undefined);
  }

  remove(provider: string): Promise<boolean> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return Promise.resolve(this.written.delete(provider));
  }
}
