import { randomInt } from "node:crypto";

/** How long a code is taken: the step that the device shows, and the one after. */
const CODE_LIFE_MS = 60_000;

interface MfaDevice {
  readonly userArn: string;
  /** Codes that nobody has used, and when each ends, in milliseconds since the epoch. */
  readonly codes: Map<string, number>;
}

/**
 * Virtual MFA devices. Their codes are drawn, not computed: AWS takes every code once, and a test that needs two would have to
 * wait half a minute for the second.
 */
export class MfaDevices {
  readonly #devices = new Map<string, MfaDevice>();

  add(mfaArn: string, userArn: string): void {
    this.#devices.set(mfaArn, { userArn, codes: new Map() });
  }

  /** A code that is good now. It is never `000000`. */
  issueCode(mfaArn: string, now: number): string {
    const device = this.#devices.get(mfaArn);
    if (device === undefined) throw new Error(`There is no MFA device ${mfaArn}`);
    let code: string;
    do code = String(randomInt(1, 1_000_000)).padStart(6, "0"); while (device.codes.has(code));
    device.codes.set(code, now + CODE_LIFE_MS);
    return code;
  }

  belongsTo(mfaArn: string, userArn: string): boolean {
    return this.#devices.get(mfaArn)?.userArn === userArn;
  }

  /** Whether the code was good; it is not any more. */
  spend(mfaArn: string, code: string, now: number): boolean {
    const codes = this.#devices.get(mfaArn)?.codes;
    const endsAt = codes?.get(code) ?? -Infinity;
    codes?.delete(code);
    return endsAt > now;
  }
}
