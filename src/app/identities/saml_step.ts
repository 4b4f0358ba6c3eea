import type { Provider } from "../../domain/auth/auth_config.ts";
import { positionOf } from "../../domain/config/origin.ts";
import { LookupError } from "../../domain/errors/errors.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ProviderStep } from "./identity_step.ts";

/**
 * SAML needs a browser that is driven by the program, or the login page of every identity provider taken apart. Atmos can do it; what
 * it has logged in to is used.
 */
export function samlStep({ name, origin }: Provider): ReturnType<ProviderStep> {
  return Promise.reject(
    new LookupError(
      "IDENTITY_UNSUPPORTED",
      `Cannot use "${
        escapeText(name)
      }": its kind aws/saml needs a login page that this program does not drive`,
      {
        hint:
          "Log in with `atmos auth login`, whose session is used as long as it has 15 minutes left, or use an identity of kind aws/ambient",
        position: positionOf(origin),
      },
    ),
  );
}
