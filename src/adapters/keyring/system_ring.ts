import type { Environment } from "../../ports/process.ts";
import { CredentialManagerRing } from "./credential_manager_ring.ts";
import { KeychainRing } from "./keychain_ring.ts";
import type { Ring } from "./ring.ts";
import { type RingTool, ringTool } from "./ring_tool.ts";
import { SecretServiceRing } from "./secret_service_ring.ts";

/** Time limits of a system tool, in milliseconds. Atmos waits forever. */
export interface ToolTimes {
  /** If prompts are impossible: a credential helper has ten seconds in all. */
  readonly silentMs: number;
  readonly answerMs: number;
  /** If the system prompts the user to unlock the keyring. */
  readonly personMs: number;
}

const TIMES: ToolTimes = { silentMs: 5_000, answerMs: 10_000, personMs: 60_000 };

/**
 * The system keyring, through the system's own tool. Secrets are never passed as arguments, which every process could see.
 *
 * @param options.interactive Whether a person can unlock the keyring.
 */
export function systemRing(
  environment: Environment,
  { interactive, times = TIMES, signal }: {
    readonly interactive: boolean;
    readonly times: ToolTimes | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Ring {
  const limits = {
    answerMs: interactive ? times.answerMs : times.silentMs,
    personMs: interactive ? times.personMs : undefined,
  };
  const path = environment.get("PATH");
  const tool = (program: string, install: string): RingTool =>
    ringTool({ program, install, path, limits, signal });
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
