/**
 * What people do with images, by each of the clients that they have. A reference is `HOST/REPOSITORY:TAG`.
 *
 * @module
 */
import { join } from "node:path";
import { digestOf, tinyImage } from "../../fakes/registry/tiny_image.ts";
import type { ProgramResult } from "../../support/sandbox.ts";
import type { ClientProgram } from "../requirements.ts";
import type { Lab } from "./lab.ts";

/** One client. Every step throws when the client fails, but for {@linkcode Client.tryPull}. */
export interface Client {
  readonly program: ClientProgram;
  /** Makes an image and pushes it. */
  push(lab: Lab, reference: string): Promise<void>;
  /** Fetches what a reference names; the docker CLI, which has no engine here, the manifest alone. */
  tryPull(lab: Lab, reference: string): Promise<ProgramResult>;
  /** Brings an image of one registry into another. */
  copy(lab: Lab, from: string, to: string): Promise<void>;
}

/** Fetches what a reference names. */
export async function pull(client: Client, lab: Lab, reference: string): Promise<void> {
  const { code, stdout, stderr } = await client.tryPull(lab, reference);
  if (code !== 0) throw new Error(`${client.program} cannot pull ${reference}:\n${stdout}${stderr}`);
}

/** The docker CLI without an engine: it reads manifests, and makes and pushes lists of them. */
export const DOCKER: Client = {
  program: "docker",
  async push(lab: Lab, reference: string): Promise<void> {
    const [host = "", repository = ""] = reference.split(/\/(.*):/);
    await lab.registry(host).seed(repository, ["part"]);
    await lab.demand(["docker", "manifest", "create", reference, `${host}/${repository}:part`]);
    await lab.demand(["docker", "manifest", "push", "--purge", reference]);
  },
  tryPull: (lab, reference) => lab.execute(["docker", "manifest", "inspect", reference]),
  // It can carry no layers: what is left is to read here and to write there.
  async copy(lab: Lab, from: string, to: string): Promise<void> {
    await pull(DOCKER, lab, from);
    await DOCKER.push(lab, to);
  },
};

/** skopeo, which keeps no images. */
export const SKOPEO: Client = {
  program: "skopeo",
  async push(lab: Lab, reference: string): Promise<void> {
    const image = join(lab.sandbox.root, "image");
    await writeImage(image);
    await lab.demand(["skopeo", "copy", "--quiet", `dir:${image}`, `docker://${reference}`]);
  },
  tryPull(lab: Lab, reference: string): Promise<ProgramResult> {
    return lab.execute(["skopeo", "copy", "--quiet", `docker://${reference}`, `dir:${newDirectory(lab)}`]);
  },
  async copy(lab: Lab, from: string, to: string): Promise<void> {
    await lab.demand(["skopeo", "copy", "--quiet", `docker://${from}`, `docker://${to}`]);
  },
};

/** podman, with images in the lab's own directory. */
export const PODMAN: Client = withStorage("podman");

/** buildah, the same. */
const BUILDAH: Client = withStorage("buildah");

/** All of them. */
export const CLIENTS: readonly Client[] = [DOCKER, SKOPEO, PODMAN, BUILDAH];

function withStorage(program: "podman" | "buildah"): Client {
  const command = (lab: Lab, ...args: readonly string[]): readonly string[] => [
    program,
    "--root",
    join(lab.sandbox.root, "storage"),
    "--runroot",
    join(lab.sandbox.root, "run", "storage"),
    "--storage-driver",
    "vfs",
    ...args,
  ];
  const build = async (lab: Lab, reference: string, containerfile: string): Promise<void> => {
    const context = newDirectory(lab);
    await Deno.mkdir(context);
    await Deno.writeTextFile(
      join(context, "Containerfile"),
      `${containerfile}\nCOPY hello.txt /${program}.txt\n`,
    );
    await Deno.writeTextFile(join(context, "hello.txt"), "hello\n");
    await lab.demand(command(lab, "build", "--quiet", "--tag", reference, context));
    await lab.demand(command(lab, "push", reference));
  };
  return {
    program,
    push: (lab, reference) => build(lab, reference, "FROM scratch"),
    async tryPull(lab: Lab, reference: string): Promise<ProgramResult> {
      // What is here already would not be asked for.
      await lab.execute(command(lab, "rmi", "--all", "--force"));
      return await lab.execute(command(lab, "pull", "--quiet", reference));
    },
    copy: (lab, from, to) => build(lab, to, `FROM ${from}`),
  };
}

function newDirectory(lab: Lab): string {
  return join(lab.sandbox.root, crypto.randomUUID());
}

/** An image in the form of skopeo's `dir:`. */
async function writeImage(directory: string): Promise<void> {
  const { manifest, blobs } = tinyImage({ "hello.txt": "hello\n" }, "docker");
  await Deno.mkdir(directory, { recursive: true });
  await Deno.writeTextFile(join(directory, "version"), "Directory Transport Version: 1.1\n");
  await Deno.writeFile(join(directory, "manifest.json"), manifest.bytes);
  for (const { bytes } of blobs) {
    await Deno.writeFile(join(directory, digestOf(bytes).replace("sha256:", "")), bytes);
  }
}
