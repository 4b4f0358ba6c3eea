/**
 * Runs the tests of this folder on a machine of another kind.
 *
 *     deno task test:arm64     the chunks of an executable, by qemu
 *     deno task test:musl      an executable, without a C library but musl; root
 *
 * @module
 */
import { fromFileUrl } from "../support/module_graph.ts";

/** What the machines are made by, and where they are kept between runs. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  arm64: [fromFileUrl("platforms/arm64.sh"), "/var/tmp/atmos-ecr-arm64"],
  musl: [fromFileUrl("platforms/musl.sh"), "/var/tmp/atmos-ecr-musl", ...Deno.args.slice(1)],
};

Deno.exit(await main(Deno.args[0] ?? ""));

async function main(platform: string): Promise<number> {
  const [script, ...args] = SCRIPTS[platform] ?? [];
  if (script === undefined) return 2;
  const { success, stdout } = await new Deno.Command(script, {
    args,
    stderr: "inherit",
    env: { DENO: Deno.execPath() },
  }).output();
  if (!success) return 1;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", fromFileUrl("platforms/")],
    env: {
      ATMOS_ECR_PLATFORM: platform,
      ATMOS_ECR_PROGRAM: new TextDecoder().decode(stdout).trim(),
    },
  }).spawn().status;
  if (platform === "musl") await unmount(`${args[0]}/root`);
  return code;
}

/** Leaves nothing mounted. */
async function unmount(root: string): Promise<void> {
  await new Deno.Command("umount", { args: ["--lazy", `${root}/tmp`, `${root}/proc`] }).spawn().status;
}
