import { SdkSsoPortal } from "../../src/adapters/aws/calls/sdk_sso_portal.ts";
import { Secret } from "../../src/domain/secret.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { MemorySsoPortal } from "../fakes/memory_sso_portal.ts";
import { ASSIGNMENTS, testSsoPortal } from "./sso_portal_contract.ts";

testSsoPortal("MemorySsoPortal", () => {
  const portal = new MemorySsoPortal();
  for (const [id, name, roles] of ASSIGNMENTS) portal.assignments.push({ account: { id, name }, roles });
  portal.goodTokens = new Set(["access-1"]);
  return Promise.resolve({
    portal,
    accessToken: new Secret("access-1"),
    hang: () => {
      portal.hanging = true;
    },
    count: () => portal.calls.length,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testSsoPortal("SdkSsoPortal", async () => {
  const aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: "https://acme.awsapps.com/start" });
  for (const [id, name, roles] of ASSIGNMENTS) {
    for (const role of roles) center.assign({ id, name }, role);
  }
  return {
    portal: new SdkSsoPortal({
      environment: new FixedEnvironment(aws.environment()),
      clock: () => new Date(),
    }),
    accessToken: new Secret(center.issueSession().accessToken),
    hang: () => void aws.faults.add({ effect: { kind: "hang" } }),
    count: () => aws.requests.length,
    [Symbol.asyncDispose]: () => aws.close(),
  };
});
