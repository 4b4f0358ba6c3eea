import type { IdentityPorts } from "../../src/app/identities/identity_steps.ts";
import { DEFAULT_LOGIN_OPTIONS } from "../../src/app/identities/contract/identity_step.ts";
import { NO_NOTES } from "../../src/ports/terminal.ts";
import { MemoryAmbientCredentials } from "./memory_ambient_credentials.ts";
import { MemorySecurityTokenService } from "./memory_security_token_service.ts";
import { MemorySaml } from "./memory_saml.ts";
import { MemorySignIn } from "./memory_sign_in.ts";
import { memorySso } from "./memory_sso.ts";
import { MemoryWebIdentityTokens } from "./memory_web_identity_tokens.ts";
import { NON_INTERACTIVE_PROMPTER } from "./scripted_prompter.ts";

/** What the steps of identities ask, in memory: nobody is there, nothing is kept, and no program runs. */
export function memoryIdentityPorts(over: Partial<IdentityPorts> = {}): IdentityPorts {
  return {
    sts: new MemorySecurityTokenService(),
    ambient: new MemoryAmbientCredentials(),
    sso: memorySso(),
    webIdentity: new MemoryWebIdentityTokens(),
    saml: new MemorySaml(),
    signIn: new MemorySignIn(),
    storedKeys: [],
    clock: () => new Date(),
    prompter: NON_INTERACTIVE_PROMPTER,
    options: DEFAULT_LOGIN_OPTIONS,
    commands: () => Promise.reject(new Error("no program may run here")),
    notes: NO_NOTES,
    ...over,
  };
}
