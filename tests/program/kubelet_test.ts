import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { addCluster, podRequest } from "../support/pod_cluster.ts";
import { hasTerminals } from "../support/terminal.ts";
import { HelperWorld, HOST } from "./helper_world.ts";
import { DEV } from "./world.ts";

Deno.test("kubelet assumes the role of a pod's service account with its token, regardless of the node's credentials", async () => {
  await using test = await HelperWorld.create();
  const { aws } = test.world;
  await test.pin();
  const stdin = podRequest(addCluster(aws, DEV), HOST);
  const { code, stdout, stderr } = await test.run(["kubelet"], { stdin });
  deepStrictEqual([code, stderr], [0, ""]);
  const { auth: { [HOST]: login } } = JSON.parse(stdout);
  match(
    aws.describePassword(login.password)?.principal ?? "",
    new RegExp(`^arn:aws:sts::${DEV}:assumed-role/web/atmos-shop-web-\\d+$`),
  );
  strictEqual(aws.count("sts", "AssumeRole"), 0);
  // The token of the service account is not kept.
  const { serviceAccountToken } = JSON.parse(stdin);
  for (const file of await test.world.sandbox.files()) {
    const text = await Deno.readTextFile(`${test.world.sandbox.root}/${file}`).catch(() => "");
    strictEqual(text.includes(serviceAccountToken), false, file);
  }
});

Deno.test("kubelet --check shows which identity would pull an image, also in a terminal", async (t) => {
  await using test = await HelperWorld.create();
  await test.pin();
  const { code, stdout, stderr } = await test.run(["kubelet", "--check", `${HOST}/app:1`]);
  deepStrictEqual([code, stderr], [0, ""]);
  match(stdout, /^\S+\/app:1 would be pulled as identity "dev-deploy"\nWhy: \S+ is pinned to it in /);
  await t.step({
    name: "its lines are wrapped between words, and no name is broken",
    ignore: !await hasTerminals(),
    fn: async () => {
      const columns = 60;
      await using terminal = test.world.terminal(["kubelet", "--check", `${HOST}/app:1`], { columns });
      strictEqual(await terminal.ended(), 0, terminal.screen);
      const lines = terminal.screen.trimEnd().split("\r\n");
      ok(lines.length > stdout.trimEnd().split("\n").length, terminal.screen);
      for (const line of lines) ok(line.length <= columns || !line.trim().includes(" "), line);
      strictEqual(`${lines.join("\n").replaceAll("\n  ", " ")}\n`, stdout);
    },
  });
});
