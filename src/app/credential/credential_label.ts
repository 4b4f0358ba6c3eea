import { pinLabel } from "../../domain/helper/registry_pin.ts";
import { ambientLabel } from "../../domain/identity/ambient_label.ts";
import type { Environment } from "../../ports/process.ts";
import type { LocatedCredential } from "./locate_credential.ts";

/** The name of a registry's principal, to display; never a key. */
export function credentialLabel(
  { pin, podRole, key }: LocatedCredential,
  environment: Environment,
): string {
  if (podRole !== undefined) return podRole.roleArn;
  return pin === undefined ? ambientLabel(key.definition, (name) => environment.get(name)) : pinLabel(pin);
}
