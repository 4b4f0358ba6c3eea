import { SdkSsoOidc } from "../../src/adapters/aws/calls/sdk_sso_oidc.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { browse } from "../fakes/aws/sso_calls.ts";
import { MemorySsoOidc } from "../fakes/memory_sso_oidc.ts";
import { testSsoOidc } from "./sso_oidc_contract.ts";

const START_URL = "https://acme.awsapps.com/start";

testSsoOidc("MemorySsoOidc", () => {
  const oidc = new MemorySsoOidc([START_URL]);
  return Promise.resolve({
    oidc,
    startUrl: START_URL,
    person: (does) => {
      oidc.person = does;
    },
    expireDeviceCodes: () => {
      oidc.expired = true;
    },
    browse: (url) => Promise.resolve(oidc.browse(url)),
    hang: () => {
      oidc.hanging = true;
    },
    count: () => oidc.calls.length,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testSsoOidc("SdkSsoOidc", async () => {
  const aws = await startFakeAws();
  const center = aws.identityCenter({ startUrl: START_URL });
  // So that a test need not wait between two questions.
  center.intervalSeconds = 0.001;
  return {
    oidc: new SdkSsoOidc({ environment: new FixedEnvironment(aws.environment()), clock: () => new Date() }),
    startUrl: START_URL,
    person: (does) => {
      center.person = does;
    },
    expireDeviceCodes: () => void center.expireDeviceCodes(),
    browse: async (url) => (await browse(url)).location,
    hang: () => void aws.faults.add({ effect: { kind: "hang" } }),
    count: () => aws.requests.length,
    [Symbol.asyncDispose]: () => aws.close(),
  };
});
