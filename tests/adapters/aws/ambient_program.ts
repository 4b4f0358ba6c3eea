/** Resolves the credentials of its environment, and prints what it got. */
import { SdkAmbientCredentials } from "../../../src/adapters/aws/ambient/sdk_ambient_credentials.ts";
import { Network } from "../../../src/adapters/http/network.ts";
import { ProcessEnvironment } from "../../../src/adapters/system/process_environment.ts";
import { AtmosEcrError, CancelledError } from "../../../src/domain/errors/errors.ts";
import type { Environment } from "../../../src/ports/process.ts";

/** What the program is told. */
export interface AmbientInput {
  /** When the call is ended. */
  readonly deadlineMs: number;
  /** Whether by its user. */
  readonly cancelled?: boolean;
  /** A profile in place of the environment. */
  readonly profile?: string;
  readonly kubelet?: boolean;
  /** Another home, from which the program takes credentials before. */
  readonly otherHome?: string;
}

/** What the program prints. */
export interface AmbientOutput {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly expiresAt?: string;
  readonly region?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string | undefined };
}

/** Prints what it got for the {@linkcode AmbientInput} that is the only argument, and ends. */
export async function run([input = ""]: readonly string[]): Promise<void> {
  const output = await resolve(JSON.parse(input));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(output)));
  Deno.exit(0);
}

async function resolve(
  { otherHome, ...input }: AmbientInput,
): Promise<AmbientOutput> {
  const own = new ProcessEnvironment();
  if (otherHome !== undefined) {
    const get = (name: string): string | undefined => name === "HOME" ? otherHome : own.get(name);
    await resolveIn({ get, cwd: own.cwd, os: own.os }, input);
  }
  return await resolveIn(own, input);
}

async function resolveIn(
  environment: Environment,
  { deadlineMs, cancelled = false, profile, kubelet }: AmbientInput,
): Promise<AmbientOutput> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(cancelled ? new CancelledError() : new DOMException("No end", "TimeoutError")),
    deadlineMs,
  );
  try {
    using network = new Network(environment);
    const ambient = new SdkAmbientCredentials({
      environment,
      clock: () => new Date(),
      network,
      kubelet,
    });
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt, region } = await ambient.resolve({
      signal: controller.signal,
      profile: profile === undefined ? undefined : { name: profile },
    });
    return {
      accessKeyId,
      secretAccessKey: secretAccessKey.expose(),
      ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.expose() }),
      ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
      ...(region === undefined ? {} : { region }),
    };
  } catch (error) {
    if (!(error instanceof AtmosEcrError)) throw error;
    const { code, message, hint } = error;
    return { error: { code, message, hint } };
  } finally {
    clearTimeout(timer);
  }
}

if (import.meta.main) await run(Deno.args);
