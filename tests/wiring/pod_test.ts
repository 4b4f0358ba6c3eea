/** The role of a pod, as AWS gives or refuses it. */
import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { HelperWorld, HOST } from "../program/helper_world.ts";
import { DEV } from "../program/world.ts";
import { addCluster, podRequest } from "../support/pod_cluster.ts";
import { kubeletHere } from "./helper_calls.ts";

Deno.test("kubelet gives a pod nothing when its role does not trust it", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  const cluster = addCluster(test.world.aws, DEV);
  const { code, stdout, stderr } = await kubeletHere(test, podRequest(cluster, HOST, "other:web"));
  deepStrictEqual([code, stdout], [1, ""]);
  match(stderr, /^[^\n]+\(AWS_DENIED, service account other\/web\)\n$/);
  doesNotMatch(stderr, /eyJ/);
  strictEqual(test.world.aws.count("ecr", "GetAuthorizationToken"), 0);
});

Deno.test("a new token of the same service account needs no call of AWS", async () => {
  await using test = await HelperWorld.create();
  const cluster = addCluster(test.world.aws, DEV);
  const [first, again] = [
    await kubeletHere(test, podRequest(cluster, HOST)),
    await kubeletHere(test, podRequest(cluster, HOST)),
  ];
  strictEqual(first.code, 0, first.stderr);
  strictEqual(JSON.parse(again.stdout).auth[HOST].password, JSON.parse(first.stdout).auth[HOST].password);
  strictEqual(test.world.aws.count("ecr", "GetAuthorizationToken"), 1);
});
