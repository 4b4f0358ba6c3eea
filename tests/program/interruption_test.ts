import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { World } from "./world.ts";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test(`${signal} ends a login that waits for AWS with exit code 130, and nothing is written`, async () => {
    await using world = await World.create();
    world.aws.faults.add({ service: "sts", effect: { kind: "hang" } });
    const child = world.spawn(["login", "dev/ecr"]);
    while (world.aws.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill(signal);
    const { code, stderr } = await child.output();
    strictEqual(code, 130);
    match(new TextDecoder().decode(stderr), /CANCELLED/);
    deepStrictEqual(await world.sandbox.files(), []);
  });
}
