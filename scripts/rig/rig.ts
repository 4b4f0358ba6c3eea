import { join } from "node:path";
import { sha256 } from "../build/checksums.ts";
import type { Runtime } from "../build/run_deno.ts";

/** A file in a package of npm. */
interface Part {
  readonly package: string;
  readonly path: string;
  readonly sha256: string;
}

/**
 * A runtime that programs can be put into, from npm: a single-file program that somebody published is one (of Deno 2.6.10) with something
 * put in, and what is put in last is what runs.
 */
const DENORT: Part = {
  package: "@mcp-stress/linux-x64@0.2.1",
  path: "bin/mcp-stress",
  sha256: "257898aee9a507fd3a899a902c465223f4554da362e813132f024570a545edb7",
};

/** A compiler of its age: what another one puts in, it does not understand. */
const DENO: Part = {
  package: "@deno/linux-x64-glibc@2.6.8",
  path: "deno",
  sha256: "8b254e08be2565f608a06bfde3f62f3aabbf8994712f0078c7a7f24bc8c46676",
};

/**
 * What makes executables for Linux on x86_64 where Deno's download server is out of reach. For tests only: a release is made of the
 * pinned Deno and its own runtime.
 *
 * @param directory Where the parts are kept.
 */
export async function rig(directory: string): Promise<Runtime> {
  await Deno.mkdir(directory, { recursive: true });
  const [deno, denort] = await Promise.all([fetchPart(DENO, directory), fetchPart(DENORT, directory)]);
  return { deno, denort };
}

async function fetchPart(part: Part, directory: string): Promise<string> {
  const target = join(directory, part.sha256);
  if (await exists(target)) return target;
  const work = await Deno.makeTempDir({ dir: directory });
  try {
    await run("npm", ["pack", "--silent", part.package], work);
    await run("tar", ["-xzf", ...await names(work)], work);
    const file = join(work, "package", part.path);
    if (sha256(await Deno.readFile(file)) !== part.sha256) {
      throw new Error(`Cannot use ${part.path} of ${part.package}: it is not the file that it was`);
    }
    await Deno.chmod(file, 0o755);
    // In one step, as another run may do the same at this moment.
    await Deno.rename(file, target);
    return target;
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function names(directory: string): Promise<string[]> {
  return await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
}

async function run(program: string, args: readonly string[], cwd: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args], cwd, stdin: "null" })
    .output();
  if (!success) {
    throw new Error(`Cannot run ${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
}
