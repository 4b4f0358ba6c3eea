import type { Environment } from "../../ports/process.ts";
import { CredentialManagerRing } from "./credential_manager_ring.ts";
import { KeychainRing } from "./keychain_ring.ts";
import { type RingTool, ringTool } from "./ring_tool.ts";
import type { Ring } from "./ring.ts";
import { SecretServiceRing } from "./secret_service_ring.ts";

/** How long a tool of the system may take, in milliseconds. Atmos waits for ever. */
export interface ToolTimes {
  /** Where nobody can be asked: a credential helper has ten seconds in all. */
  readonly silentMs: number;
  readonly answerMs: number;
  /** Where the system asks a person to unlock the keyring. */
  readonly personMs: number;
}

const TIMES: ToolTimes = { silentMs: 5_000, answerMs: 10_000, personMs: 60_000 };

/**
 * The keyring of the system, by the tool that comes with it. Secrets are never in an argument, where every process could see them.
 *
 * @param interactive Whether somebody is there to unlock it.
 */
export function systemRing(environment: Environment, interactive: boolean, times: ToolTimes = TIMES): Ring {
  const limits = {
    answerMs: interactive ? times.answerMs : times.silentMs,
    personMs: interactive ? times.personMs : undefined,
  };
  const path = environment.get("PATH");
  const tool = (program: string, install: string): RingTool => ringTool({ program, install, path, limits });
  switch (environment.os) {
    case "darwin":
      return new KeychainRing(tool("/usr/bin/security", "it is part of macOS"));
    case "windows": {
      const root = environment.get("SystemRoot") ?? "C:\\Windows";
      const program = `${root}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
      return new CredentialManagerRing(tool(program, "it is part of Windows"));
    }
    default:
      return new SecretServiceRing(
        tool("secret-tool", "install libsecret-tools (libsecret on Fedora and Alpine)"),
      );
  }
}
