import assert from "node:assert/strict";
import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { leakChecked } from "../http/leak_checked.ts";
import { type FakeAws, startFakeAws } from "./fake_aws.ts";
import { ahead, type Attempt, MINUTE_MS, REFUSALS } from "./refusals.ts";
import { SdkClients, tamper } from "./sdk_clients.ts";

for (const { criterion, attempt, message, ...codes } of REFUSALS) {
  for (const service of ["ecr", "sts"] as const) {
    Deno.test(leakChecked(`startFakeAws() rejects ${criterion} (${service})`, async () => {
      await using aws = await startFakeAws();
      await assert.rejects(send(aws, service, attempt(aws)), { name: codes[service], message });
      assert.equal(aws.requests.at(-1)?.outcome, codes[service]);
    }));
  }
}

Deno.test(leakChecked("startFakeAws() accepts clocks up to 15 minutes apart", async () => {
  await using aws = await startFakeAws();
  for (const offset of [-14, 14]) {
    await send(aws, "ecr", ahead(aws, offset * MINUTE_MS));
    await send(aws, "sts", ahead(aws, offset * MINUTE_MS));
  }
}));

Deno.test(
  leakChecked(
    "startFakeAws() dates its answers by its own clock, so that the SDK corrects itself",
    async () => {
      await using aws = await startFakeAws();
      const { keys } = ahead(aws, 25 * 60 * MINUTE_MS);
      await send(aws, "ecr", { keys, options: { maxAttempts: 2 } });
      assert.deepEqual(aws.requests.map((request) => request.outcome), ["InvalidSignatureException", "ok"]);
      assert.deepEqual(
        aws.requests.map((request) => request.attempt),
        ["attempt=1; max=2", "attempt=2; max=2"],
      );
    },
  ),
);

async function send(aws: FakeAws, service: "ecr" | "sts", { keys, options, change }: Attempt): Promise<void> {
  using sdk = new SdkClients(aws);
  if (service === "ecr") {
    const client = sdk.ecr(keys, options);
    if (change !== undefined) tamper(client, change);
    await client.send(new GetAuthorizationTokenCommand({}));
  } else {
    const client = sdk.sts(keys, options);
    if (change !== undefined) tamper(client, change);
    await client.send(new GetCallerIdentityCommand({}));
  }
}
