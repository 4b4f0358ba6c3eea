import { strictEqual } from "node:assert/strict";
import { coldHelper } from "../../src/helper/cold_helper.ts";
import { serveHelper } from "../../src/helper/serve.ts";
import type { CredentialWorld } from "../app/credential_world.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";

/** What a call left behind. */
export interface Served {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether more than the warm part of the helper was needed. */
  readonly cold: boolean;
}

/** Calls that ask for no input: one that does not end, such as a terminal, is not waited for. */
const WITHOUT_INPUT: readonly string[] = ["list", "version", "-h"];

/** A call of the helper with everything in memory. */
export async function serve(
  world: CredentialWorld,
  args: readonly string[],
  input: string | Uint8Array | "never-ends" = "",
  name = "docker-credential-ecr-login",
): Promise<Served> {
  const streams = new MemoryStreams(input);
  const ports = { ...world.ports, streams, version: "1.2.3" };
  let cold = false;
  const code = await serveHelper({ name, args }, {
    ...ports,
    tokens: world.cache,
    cold: () => {
      cold = true;
      return Promise.resolve(coldHelper(ports));
    },
  });
  if (WITHOUT_INPUT.includes(args[0] ?? "")) strictEqual(streams.reads, 0);
  return { code, stdout: streams.stdout, stderr: streams.stderr, cold };
}
