import { strictEqual } from "node:assert/strict";
import { sessionState } from "../../../src/domain/identity/credentials.ts";

const NOW = new Date("2026-01-01T00:00:00Z");

for (
  const [seconds, state] of [[-1, "expired"], [0, "expired"], [1, "expiring"], [900, "expiring"], [
    901,
    "valid",
  ]] as const
) {
  Deno.test(`a session with ${seconds} s left is ${state}`, () =>
    strictEqual(sessionState(new Date(NOW.getTime() + seconds * 1000), NOW), state));
}
