import { AwsError, CancelledError } from "../../src/domain/errors/errors.ts";

/** Fails as a call to AWS does when its signal ends it: at once when it has, and later on when the call hangs. */
export async function untilEnded(
  signal: AbortSignal,
  { hanging }: { readonly hanging: boolean },
): Promise<void> {
  if (hanging && !signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }
  if (!signal.aborted) return;
  if (signal.reason instanceof CancelledError) throw signal.reason;
  throw new AwsError("AWS_UNREACHABLE", "Cannot call AWS: it did not respond in time");
}
