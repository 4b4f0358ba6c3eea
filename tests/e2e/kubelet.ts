/**
 * Builds Kubernetes' own code that runs image credential providers, by Go, and runs its tests: five minutes the first time.
 *
 *     deno task test:kubelet
 *
 * @module
 */
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { KUBELET_VARIABLE } from "./requirements.ts";

/** Where the program, and what Go needs to build it, are kept between runs. */
const DIRECTORY = Deno.env.get("ATMOS_ECR_KUBELET_DIRECTORY") ?? "/var/tmp/atmos-ecr-kubelet";

Deno.exit(await main());

async function main(): Promise<number> {
  const program = join(DIRECTORY, "kubelet");
  const directory = (part: string): string => join(DIRECTORY, part);
  await Deno.mkdir(directory("tmp"), { recursive: true });
  const { success } = await new Deno.Command("go", {
    args: ["build", "-ldflags=-s -w", "-o", program, "."],
    cwd: fromFileUrl("e2e/kubelet"),
    env: {
      GOPATH: directory("go"),
      GOCACHE: directory("cache"),
      GOTMPDIR: directory("tmp"),
      CGO_ENABLED: "0",
      GOFLAGS: "-trimpath",
      GOTOOLCHAIN: "local",
    },
  }).spawn().status;
  if (!success) return 1;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fromFileUrl("e2e/run.ts"), "--filter", "/the kubelet/"],
    env: { [KUBELET_VARIABLE]: program },
  }).spawn().status;
  return code;
}
