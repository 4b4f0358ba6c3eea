/**
 * Makes a real executable for Linux on x86_64 where `deno compile` cannot download its runtime: for tests, never for a release.
 *
 *     deno run -A scripts/standalone.ts OUTPUT [MODULE]
 *
 * The program, or another module without imports. What it is made with comes from npm and is kept in `ATMOS_ECR_RIG`.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleProgram } from "./build/bundle.ts";
import { compileProgram } from "./build/compile.ts";
import { rig } from "./rig/rig.ts";

const [output, module] = Deno.args;
if (output === undefined) throw new Error("Give the path of the executable to make");
await Deno.mkdir(dirname(output), { recursive: true });
const cache = Deno.env.get("XDG_CACHE_HOME") ?? join(Deno.env.get("HOME") ?? ".", ".cache");
const runtime = await rig(Deno.env.get("ATMOS_ECR_RIG") ?? join(cache, "atmos-ecr-rig"));
const bundle = module === undefined
  ? await bundleProgram(fileURLToPath(new URL("../", import.meta.url)))
  : { chunks: new Map([["main.js", await Deno.readTextFile(module)]]) };
await compileProgram(bundle, { output, time: 0, runtime });
