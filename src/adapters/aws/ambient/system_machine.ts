import type { MachineFacts } from "../../../domain/identity/ambient/ambient_definition.ts";
import type { PlannedContainer } from "../../../domain/identity/ambient/ambient_plan.ts";
import { readRegularText } from "../../fs/regular_read.ts";

/** The id of this boot: an image that is started twice has two. Reference: random(4). */
const BOOT_ID_FILE = "/proc/sys/kernel/random/boot_id";

/** Facts about this machine. Without `node:` modules. */
export class SystemMachine implements MachineFacts {
  async bootId(): Promise<string | undefined> {
    return (await readText(BOOT_ID_FILE))?.trim() || undefined;
  }

  async containerSubject({ authorization, authorizationFile }: PlannedContainer): Promise<string | null> {
    const token = authorizationFile === undefined
      ? authorization?.expose()
      : (await readText(authorizationFile) ?? "").trim();
    if (token === undefined) return null;
    return tokenSubject(token) ?? await sha256(token);
  }
}

/** Issuer and subject of a signed token, which remain the same when it is renewed. Reference: RFC 7519, section 4.1. */
function tokenSubject(token: string): string | undefined {
  const [, payload = ""] = token.split(".");
  try {
    const bytes = Uint8Array.fromBase64(payload, { alphabet: "base64url" });
    const { iss, sub } = JSON.parse(new TextDecoder().decode(bytes));
    return typeof iss === "string" && typeof sub === "string" ? JSON.stringify([iss, sub]) : undefined;
  } catch {
    return undefined;
  }
}

async function sha256(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toHex();
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readRegularText(path);
  } catch {
    return undefined;
  }
}
