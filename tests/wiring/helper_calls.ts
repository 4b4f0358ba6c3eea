/** Calls of the helper in this process, in the home and with the variables of a world: for tables of what it answers. */
import { Network } from "../../src/adapters/http/network.ts";
import { coldHelper, type HelperPorts } from "../../src/helper/cold_helper.ts";
import { serveKubelet } from "../../src/helper/kubelet.ts";
import { serveHelper } from "../../src/helper/serve.ts";
import { MemoryStreams } from "../fakes/memory_streams.ts";
import { type HelperWorld, HOST } from "../program/helper_world.ts";
import { environmentIn } from "../support/helper_home.ts";
import type { ProgramResult } from "../support/sandbox.ts";
import { helperPorts } from "./helper_in_process.ts";

/** How to call the helper once. */
export interface CallOptions {
  /** Variables besides those of the world; undefined removes one of them. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Working directory; the home when absent. */
  readonly cwd?: string;
  /** The name that it is called by; the command's when absent. */
  readonly name?: string;
}

/** `get` for a host. */
export async function getHere(
  test: HelperWorld,
  host: string = HOST,
  options: CallOptions = {},
): Promise<ProgramResult> {
  return await callHere(test, ["get"], host, options);
}

/** A call of Docker. @param input Standard input. */
export async function callHere(
  test: HelperWorld,
  args: readonly string[],
  input: string,
  { name = "atmos-ecr credential", ...place }: CallOptions = {},
): Promise<ProgramResult> {
  return await answered(test, { ...place, input, kubelet: false }, (ports) =>
    serveHelper({ name, args }, {
      ...ports,
      tokens: ports.cache,
      cold: () => Promise.resolve(coldHelper(ports)),
    }));
}

/** A call of the kubelet. @param request Standard input. */
export async function kubeletHere(test: HelperWorld, request: string): Promise<ProgramResult> {
  return await answered(test, { input: request, kubelet: true }, (ports) => serveKubelet([], ports));
}

async function answered(
  { world }: HelperWorld,
  { input, env = {}, cwd = world.sandbox.home, kubelet }: Omit<CallOptions, "name"> & {
    readonly input: string;
    readonly kubelet: boolean;
  },
  serve: (ports: HelperPorts) => Promise<number>,
): Promise<ProgramResult> {
  const { aws, user, sandbox } = world;
  const variables = { ...world.environment(), ...aws.environment(user), ...env };
  const environment = { ...environmentIn(sandbox, variables), cwd };
  using network = new Network(environment);
  const streams = new MemoryStreams(input);
  const code = await serve({ ...helperPorts(environment, network, kubelet), streams, version: "1" });
  return { code, stdout: streams.stdout, stderr: streams.stderr };
}
