import assert from "node:assert/strict";
import { retryRename } from "../../../src/adapters/fs/atomic_replace.ts";

/** A rename that fails a number of times. */
function failing(times: number, error: Error): { readonly rename: () => string; calls: number } {
  const state = {
    calls: 0,
    rename: () => {
      if (++state.calls <= times) throw error;
      return "done";
    },
  };
  return state;
}

const SHARING = new Error("The process cannot access the file (os error 32): rename 'a' -> 'b'");

Deno.test("retryRename() waits out a sharing violation on Windows", async () => {
  for (const number of [5, 32, 33]) {
    const state = failing(19, new Error(`Access is denied. (os error ${number})`));
    assert.equal(await retryRename(state.rename, { windows: true, delayMs: 0 }), "done");
    assert.equal(state.calls, 20);
  }
});

Deno.test("retryRename() gives up after 20 attempts", async () => {
  const state = failing(Infinity, SHARING);
  await assert.rejects(retryRename(state.rename, { windows: true, delayMs: 0 }), SHARING);
  assert.equal(state.calls, 20);
});

Deno.test("retryRename() fails immediately on other systems, and for any other reason", async () => {
  const elsewhere = failing(1, SHARING);
  await assert.rejects(retryRename(elsewhere.rename, { windows: false }));
  assert.equal(elsewhere.calls, 1);
  const other = failing(1, new Error("The device is full (os error 112)"));
  await assert.rejects(retryRename(other.rename, { windows: true }));
  assert.equal(other.calls, 1);
});
