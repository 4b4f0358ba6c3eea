import { randomBytes } from "node:crypto";
import { oidcFailure } from "./sso_oidc_failure.ts";

/** What a person says to a request for access. */
export type Decision = "approved" | "denied";

/** One `StartDeviceAuthorization`. */
export interface Device {
  readonly deviceCode: string;
  /** `ABCD-EFGH`. */
  readonly userCode: string;
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly intervalMs: number;
}

interface DeviceState {
  readonly device: Device;
  decision: Decision | undefined;
  isExpired: boolean;
  isUsed: boolean;
  /** How many polls were answered that the person has not decided yet. */
  pending: number;
  polledAt: number | undefined;
}

/** A poll may come this much earlier than the interval says: timers are not exact. */
const EARLY_SHARE = 0.05;

const USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

/** The device codes of one instance of IAM Identity Center. */
export class SsoDevices {
  readonly #states = new Map<string, DeviceState>();

  start(facts: Pick<Device, "clientId" | "expiresAt" | "intervalMs">): Device {
    const letters = Array.from(randomBytes(8), (byte) => USER_CODE_ALPHABET[byte % 20]).join("");
    const device: Device = {
      ...facts,
      deviceCode: randomBytes(48).toString("base64url"),
      userCode: `${letters.slice(0, 4)}-${letters.slice(4)}`,
    };
    this.#states.set(device.deviceCode, {
      device,
      decision: undefined,
      isExpired: false,
      isUsed: false,
      pending: 0,
      polledAt: undefined,
    });
    return device;
  }

  has(deviceCode: string): boolean {
    return this.#states.has(deviceCode);
  }

  /** The codes that wait for the person. */
  get undecided(): readonly string[] {
    return this.#open().map(({ device }) => device.userCode);
  }

  /** Decides one code, or all that wait. @returns How many. */
  decide(decision: Decision, userCode: string | undefined): number {
    const chosen = this.#open().filter(({ device }) =>
      userCode === undefined || device.userCode === userCode
    );
    for (const state of chosen) state.decision = decision;
    return chosen.length;
  }

  /** @returns How many. */
  expireAll(): number {
    for (const state of this.#states.values()) state.isExpired = true;
    return this.#states.size;
  }

  /**
   * Spends a code that the person approved.
   *
   * @param person Tells what the person has decided by themselves after that many pending polls.
   * @throws {AwsFailure} For every other code, and for every poll that comes too early.
   */
  redeem(
    deviceCode: string,
    { clientId, now, person }: {
      readonly clientId: string;
      readonly now: number;
      readonly person: (pendingPolls: number) => Decision | undefined;
    },
  ): void {
    const state = this.#states.get(deviceCode);
    if (state === undefined || state.isUsed || state.device.clientId !== clientId) {
      throw oidcFailure("InvalidGrantException", "Invalid device code provided");
    }
    if (state.isExpired || state.device.expiresAt <= now) {
      throw oidcFailure("ExpiredTokenException", "Device code has expired");
    }
    const sinceLast = now - (state.polledAt ?? -Infinity);
    state.polledAt = now;
    if (sinceLast < state.device.intervalMs * (1 - EARLY_SHARE)) {
      throw oidcFailure("SlowDownException", "Polling faster than the interval allows");
    }
    state.decision ??= person(state.pending);
    if (state.decision === undefined) {
      state.pending++;
      throw oidcFailure("AuthorizationPendingException", "Authorization is pending");
    }
    if (state.decision === "denied") {
      throw oidcFailure("AccessDeniedException", "The person denied the request");
    }
    state.isUsed = true;
  }

  #open(): readonly DeviceState[] {
    return [...this.#states.values()].filter((state) => state.decision === undefined && !state.isExpired);
  }
}
