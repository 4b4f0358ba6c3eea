import type { SsoPorts } from "../../src/app/identities/identity_center/sso_ports.ts";
import { NO_NOTES } from "../../src/ports/terminal.ts";
import { MemoryBrowser } from "./memory_browser.ts";
import { MemoryProvisionedIdentities } from "./memory_provisioned_identities.ts";
import { MemorySsoOidc } from "./memory_sso_oidc.ts";
import { MemorySsoPortal } from "./memory_sso_portal.ts";
import { MemorySsoSessions } from "./memory_sso_sessions.ts";

/** IAM Identity Center in memory: no start URL is known, nothing is kept, and nobody waits. */
export function memorySso(): SsoPorts {
  const browser = new MemoryBrowser();
  return {
    oidc: new MemorySsoOidc([]),
    portal: new MemorySsoPortal(),
    sessions: new MemorySsoSessions(),
    browser,
    callbacks: browser.callbacks,
    sleep: () => Promise.resolve(),
    provisioned: new MemoryProvisionedIdentities(),
    keyring: { find: () => Promise.resolve({ kind: "none" }) },
    notes: NO_NOTES,
  };
}
