import type { LocatePorts } from "../../src/app/credential/locate_credential.ts";
import type { IdentityPin } from "../../src/domain/helper/registry_pin.ts";
import { resolvedKeyText } from "../../src/domain/helper/resolved_format.ts";
import type { Definition } from "../../src/domain/identity/definition.ts";
import type { Environment } from "../../src/ports/process.ts";
import type { FormerPins } from "../../src/ports/state.ts";

/** No pins of an earlier version. */
export const NO_FORMER_PINS: FormerPins = { exist: () => false, naming: () => undefined };

/** Says who principals are, from variables and from what a test says of pins. */
export class MemoryPrincipals {
  /** What a pinned configuration says; by default what the pin says of it, else the pin itself tells one from another. */
  configured: (pin: IdentityPin) => Definition = (pin) =>
    pin.definition ??
      { steps: [{ kind: "aws/assume-role", role_arn: resolvedKeyText(pin) }], opaque: false };
  /** How often a configuration was read. */
  reads = 0;

  /** @param environment Its keys are whoever it is. */
  ports(environment: Environment): LocatePorts {
    const ambient = (): Promise<Definition> => {
      const accessKeyId = environment.get("AWS_ACCESS_KEY_ID");
      const steps = accessKeyId === undefined ? [] : [{ kind: "keys", access_key_id: accessKeyId }];
      return Promise.resolve({ steps, opaque: false });
    };
    return {
      environment,
      facts: {
        ambient,
        profile: ({ profile }) =>
          Promise.resolve({ steps: [{ kind: "profile", name: profile }], opaque: false }),
        storedKeys: () => Promise.resolve(undefined),
      },
      resolved: { find: () => Promise.resolve(undefined) },
      resolver: () =>
        Promise.resolve({
          // deno-lint-ignore require-await -- what a test throws must reject.
          resolve: async (pin) => {
            this.reads++;
            const configured = this.configured(pin);
            return { configured, realm: "", chain: NO_CHAIN, auth: NO_AUTH };
          },
        }),
    };
  }
}

const NO_AUTH = { providers: new Map(), identities: new Map(), integrations: new Map(), problems: [] };
const ORIGIN = { kind: "default" } as const;
const NO_CHAIN = {
  identities: [{ kind: "aws/ambient", name: "x", origin: ORIGIN, default: false }],
} as const;
