/** A machine image that was made with a cache inside: another instance is another principal. */
import { match, strictEqual } from "node:assert/strict";
import type { Keys } from "../fakes/aws/fake_aws.ts";
import { namesIn } from "../adapters/fs/temp_directory.ts";
import { tokensDirectory } from "../support/helper_home.ts";
import { programUnderTest } from "../support/sandbox.ts";
import { instance } from "./metadata_services.ts";
import { DEV, hostOf, PROD, World } from "./world.ts";

const HOST = hostOf(DEV);

/** A command line that runs another one on a machine that was booted another time. In a mount namespace of its own, as root on Linux. */
function onBoot(id: string, commandLine: readonly string[]): string[] {
  const script = 'mount -t tmpfs none /mnt && printf "%s\\n" "$1" >/mnt/boot && ' +
    'mount --bind /mnt/boot /proc/sys/kernel/random/boot_id && shift && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, "sh", id, ...commandLine];
}

/** Whether this machine lets a test pretend. */
async function canBoot(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const [command = "", ...args] = onBoot("x", ["true"]);
  const { success } = await new Deno.Command(command, { args, stderr: "null" }).output()
    .catch(() => ({ success: false }));
  return success;
}

Deno.test({
  name: "an image with a cache inside does not serve another instance's role",
  ignore: !await canBoot(),
  async fn(): Promise<void> {
    await using world = await World.create("");
    const { aws } = world;
    const keysOf = (account: string): Keys =>
      aws.session(aws.role({ account, name: "machine", trusts: [world.user.arn] }), { name: "i-0" });
    const keys = { ...keysOf(DEV) };
    // The address is that of every instance.
    await using service = instance(keys, "127.0.0.1");
    const who = async (boot: string): Promise<string> => {
      const { code, stdout, stderr } = await world.sandbox.execute(
        onBoot(boot, [...programUnderTest(), "credential", "get"]),
        { stdin: HOST, env: { ...aws.environment(), ...service.env, AWS_REGION: "us-east-1" } },
      );
      strictEqual(code, 0, stderr);
      return aws.describePassword(JSON.parse(stdout).Secret)?.principal ?? "";
    };
    match(await who("first"), new RegExp(`${DEV}:assumed-role/machine`));
    const cached = await namesIn(tokensDirectory(world.sandbox));
    strictEqual(cached.filter((name) => name.endsWith(".json")).length, 1);
    Object.assign(keys, keysOf(PROD));
    match(await who("second"), new RegExp(`${PROD}:assumed-role/machine`));
  },
});
