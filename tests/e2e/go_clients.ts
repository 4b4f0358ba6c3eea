/**
 * Builds clients that no distribution has, by Go, and runs their tests: those of this folder that say so.
 *
 *     deno task test:e2e:go [NAME…]      crane oras regctl helm by default; buildx takes longest
 *
 * @module
 */
import { join } from "node:path";
import { fromFileUrl } from "../support/module_graph.ts";
import { GO_CLIENTS_VARIABLE, type GoClient } from "./requirements.ts";

/** Where the programs, and what Go needs to build them, are kept between runs. */
const DIRECTORY = Deno.env.get(GO_CLIENTS_VARIABLE) ?? "/var/tmp/atmos-ecr-go-clients";

const MODULES: Readonly<Record<GoClient, string>> = {
  crane: "github.com/google/go-containerregistry/cmd/crane@v0.22.1",
  oras: "oras.land/oras/cmd/oras@v1.3.6",
  regctl: "github.com/regclient/regclient/cmd/regctl@v0.11.7",
  helm: "helm.sh/helm/v3/cmd/helm@v3.22.0",
  buildx: "github.com/docker/buildx/cmd/buildx@v0.38.2",
};
const USUAL: readonly GoClient[] = ["crane", "oras", "regctl", "helm"];

Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const names = args.length === 0 ? USUAL : args;
  for (const name of names) {
    if (!isGoClient(name)) {
      say(`There is no ${name} among ${Object.keys(MODULES).join(", ")}`);
      return 2;
    }
    if (!await build(name)) return 1;
  }
  const filter = `/by Go: (${names.join("|")})/`;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fromFileUrl("e2e/run.ts"), "--filter", filter],
    env: { [GO_CLIENTS_VARIABLE]: DIRECTORY },
  }).spawn().status;
  return code;
}

/** Builds one, unless it is there in this version. */
async function build(name: GoClient): Promise<boolean> {
  const [module, built] = [MODULES[name], join(DIRECTORY, `${name}.version`)];
  if (await Deno.readTextFile(built).catch(() => "") === module) return true;
  const directory = (part: string): string => join(DIRECTORY, part);
  await Deno.mkdir(directory("tmp"), { recursive: true });
  const started = performance.now();
  const install = new Deno.Command("go", {
    args: ["install", "-ldflags=-s -w", module],
    env: {
      GOPATH: directory("go"),
      GOBIN: directory("bin"),
      GOCACHE: directory("cache"),
      GOTMPDIR: directory("tmp"),
      CGO_ENABLED: "0",
      GOFLAGS: "-trimpath",
      GOTOOLCHAIN: "local",
    },
  });
  // A proxy of modules may be busy for a moment.
  let isBuilt = false;
  for (let attempt = 1; attempt <= 3 && !isBuilt; attempt++) isBuilt = (await install.spawn().status).success;
  if (!isBuilt) return false;
  await Deno.writeTextFile(built, module);
  say(`Built ${module} in ${Math.round((performance.now() - started) / 1000)} s`);
  return true;
}

function isGoClient(name: string): name is GoClient {
  return Object.hasOwn(MODULES, name);
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
}
