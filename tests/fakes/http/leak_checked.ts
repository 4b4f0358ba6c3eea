/**
 * A test that fails when it leaves a timer, an operation or a socket behind. Deno has not looked for these by itself since 2.8.
 *
 * @example
 * ```ts
 * Deno.test(leakChecked("startFakeAws() closes hanging requests", async () => {}));
 * ```
 */
export function leakChecked(name: string, fn: (t: Deno.TestContext) => Promise<void>): Deno.TestDefinition {
  return { name, fn, sanitizeOps: true, sanitizeResources: true, sanitizeExit: true };
}
