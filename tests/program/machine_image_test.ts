/** A machine image that was made with a cache inside: another instance is another principal. */
import { match, strictEqual } from "node:assert/strict";
import type { Keys } from "../fakes/aws/fake_aws.ts";
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
  async fn(t): Promise<void> {
    await using world = await World.create("");
    const { aws } = world;
    const keysOf = (account: string): Keys =>
      aws.session(aws.role({ account, name: "machine", trusts: [world.user.arn] }), { name: "i-0" });
    const keys = { ...keysOf(DEV) };
    // The address is that of every instance.
    await using service = instance(keys, "127.0.0.1");
    const who = async (boot: string, more: Record<string, string> = {}): Promise<string> => {
      const { code, stdout, stderr } = await world.sandbox.execute(
        onBoot(boot, [...programUnderTest(), "credential", "get"]),
        { stdin: HOST, env: { ...aws.environment(), ...service.env, AWS_REGION: "us-east-1", ...more } },
      );
      strictEqual(code, 0, stderr);
      return aws.describePassword(JSON.parse(stdout).Secret)?.principal ?? "";
    };
    match(await who("first"), new RegExp(`${DEV}:assumed-role/machine`));
    Object.assign(keys, keysOf(PROD));
    await t.step("the same boot keeps its token", async () => {
      match(await who("first"), new RegExp(`${DEV}:assumed-role/machine`));
    });
    await t.step("another instance, from the image", async () => {
      match(await who("second"), new RegExp(`${PROD}:assumed-role/machine`));
    });
    await t.step("nor does another instance's metadata service that is named", async () => {
      await using other = instance({ ...keysOf(DEV) }, "127.0.0.1");
      match(await who("second", other.env), new RegExp(`${DEV}:assumed-role/machine`));
    });
  },
});
