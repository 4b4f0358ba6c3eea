/** Where requests go, resolved by the SDK's own clients from the options that the adapters give them, without any network. */
import assert from "node:assert/strict";
import { ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import {
  ECRPUBLICClient,
  GetAuthorizationTokenCommand as GetPublicTokenCommand,
} from "@aws-sdk/client-ecr-public";
import { GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { SdkEcrTokens } from "../../../src/adapters/aws/calls/sdk_ecr_tokens.ts";
import { clientOptions } from "../../../src/adapters/aws/calls/client_options.ts";
import { chooseEndpoint } from "../../../src/adapters/aws/endpoints/endpoint_rules.ts";
import type { Transport } from "../../../src/adapters/aws/transport/transport.ts";
import { Network } from "../../../src/adapters/http/network.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { Secret } from "../../../src/domain/secret.ts";
import { FixedEnvironment } from "./fixed_environment.ts";

const CREDENTIALS = { accessKeyId: "AKIA", secretAccessKey: new Secret("secret") };

/** A registry, and the API host that issues its tokens. */
const REGISTRIES: readonly (readonly [registry: string, api: string])[] = [
  ["1.dkr.ecr.eu-west-1.amazonaws.com", "api.ecr.eu-west-1.amazonaws.com"],
  ["1.dkr.ecr-fips.us-east-1.amazonaws.com", "api.ecr-fips.us-east-1.amazonaws.com"],
  ["1.dkr-ecr.eu-west-1.on.aws", "ecr.eu-west-1.api.aws"],
  ["1.dkr-ecr-fips.us-east-1.on.aws", "ecr-fips.us-east-1.api.aws"],
  ["1.dkr.ecr.cn-north-1.amazonaws.com.cn", "api.ecr.cn-north-1.amazonaws.com.cn"],
  ["1.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "ecr.cn-north-1.api.amazonwebservices.com.cn"],
  ["1.dkr.ecr.us-gov-west-1.amazonaws.com", "api.ecr.us-gov-west-1.amazonaws.com"],
  ["1.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "api.ecr-fips.us-gov-west-1.amazonaws.com"],
  ["1.dkr-ecr.us-gov-west-1.on.aws", "ecr.us-gov-west-1.api.aws"],
  ["1.dkr-ecr-fips.us-gov-west-1.on.aws", "ecr-fips.us-gov-west-1.api.aws"],
  ["1.dkr.ecr.eusc-de-east-1.amazonaws.eu", "api.ecr.eusc-de-east-1.amazonaws.eu"],
  ["1.dkr.ecr.us-iso-east-1.c2s.ic.gov", "api.ecr.us-iso-east-1.c2s.ic.gov"],
  ["1.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "api.ecr.us-isob-east-1.sc2s.sgov.gov"],
  ["1.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "api.ecr.eu-isoe-west-1.cloud.adc-e.uk"],
  ["1.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "api.ecr.us-isof-south-1.csp.hci.ic.gov"],
  ["public.ecr.aws", "api.ecr-public.us-east-1.amazonaws.com"],
  ["ecr-public.aws.com", "ecr-public.us-east-1.api.aws"],
];

const STS_HOSTS: readonly (readonly [region: string, host: string])[] = [
  ["us-east-1", "sts.us-east-1.amazonaws.com"],
  ["eu-west-1", "sts.eu-west-1.amazonaws.com"],
  ["cn-north-1", "sts.cn-north-1.amazonaws.com.cn"],
  ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
  ["eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu"],
  ["us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov"],
  ["us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov"],
  ["eu-isoe-west-1", "sts.eu-isoe-west-1.cloud.adc-e.uk"],
  ["us-isof-south-1", "sts.us-isof-south-1.csp.hci.ic.gov"],
];

Deno.test("chooseEndpoint() selects the API of every kind of registry", async () => {
  for (const [host, api] of REGISTRIES) {
    assert.equal(await apiHost(host.replace(/^1\./, "123456789012.")), `https://${api}`, host);
  }
});

Deno.test("chooseEndpoint() selects the regional STS endpoint, never the global one", async () => {
  for (const [region, host] of STS_HOSTS) {
    const { transport, urls } = stopping();
    const endpoint = chooseEndpoint("sts", {}, { environment: new FixedEnvironment() });
    const client = new STSClient(clientOptions(transport, { region, credentials: CREDENTIALS, endpoint }));
    await assert.rejects(client.send(new GetSessionTokenCommand({})), { message: "stop" });
    assert.deepEqual(urls, [`https://${host}`], region);
  }
});

Deno.test("chooseEndpoint() selects FIPS and dual-stack endpoints by variables", async () => {
  const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
  for (
    const [variables, api] of [
      [{ AWS_USE_FIPS_ENDPOINT: "true" }, "https://api.ecr-fips.us-east-1.amazonaws.com"],
      [{ AWS_USE_FIPS_ENDPOINT: "TRUE" }, "https://api.ecr-fips.us-east-1.amazonaws.com"],
      [{ AWS_USE_FIPS_ENDPOINT: "false" }, "https://api.ecr.us-east-1.amazonaws.com"],
      [{ AWS_USE_FIPS_ENDPOINT: "yes" }, "https://api.ecr.us-east-1.amazonaws.com"],
      [{ AWS_USE_DUALSTACK_ENDPOINT: "true" }, "https://ecr.us-east-1.api.aws"],
      [
        { AWS_USE_FIPS_ENDPOINT: "true", AWS_USE_DUALSTACK_ENDPOINT: "true" },
        "https://ecr-fips.us-east-1.api.aws",
      ],
    ] as const
  ) {
    assert.equal(await apiHost(host, variables), api, JSON.stringify(variables));
  }
});

Deno.test("chooseEndpoint() uses a variable's endpoint for FIPS and dual-stack registries, too", async () => {
  const variables = { AWS_ENDPOINT_URL: "http://127.0.0.1:4566", AWS_USE_FIPS_ENDPOINT: "true" };
  for (const [host] of REGISTRIES) {
    assert.equal(
      await apiHost(host.replace(/^1\./, "123456789012."), variables),
      "http://127.0.0.1:4566",
      host,
    );
  }
});

/** The origin that the SDK would send a token request to. */
async function apiHost(
  host: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const registry = parseRegistry(host);
  const { transport, urls } = stopping();
  const environment = new FixedEnvironment(variables);
  const options = clientOptions(transport, {
    region: registry.region,
    credentials: CREDENTIALS,
    endpoint: chooseEndpoint(registry.service, registry, { environment }),
  });
  const sent = registry.service === "ecr"
    ? new ECRClient(options).send(new GetAuthorizationTokenCommand({}))
    : new ECRPUBLICClient(options).send(new GetPublicTokenCommand({}));
  await assert.rejects(sent, { message: "stop" });
  assert.equal(urls.length, 1);
  return urls[0];
}

/** A transport that notes where a request would go, and sends none. */
function stopping(): { readonly transport: Transport; readonly urls: readonly string[] } {
  const urls: string[] = [];
  const handler: Transport["handler"] = {
    metadata: { handlerProtocol: "http/1.1" },
    handle({ protocol, hostname, port }): Promise<never> {
      urls.push(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}`);
      return Promise.reject(new Error("stop"));
    },
    destroy(): void {},
    updateHttpClientConfig(): void {},
    httpHandlerConfigs: () => ({}),
  };
  return { transport: { handler, trace: {} }, urls };
}

Deno.test("the connection opened for a registry is used for its token request", async (t) => {
  /** @param patience How many turns to wait for what is announced at the next. */
  const expectedFor = async (
    host: string,
    variables: Readonly<Record<string, string>> = {},
    patience = 10_000,
  ): Promise<string[]> => {
    using network = new Network({ get: () => undefined });
    const expected: string[] = [];
    network.expect = (url) => void expected.push(url.host);
    const tokens = new SdkEcrTokens({
      environment: new FixedEnvironment(variables),
      clock: () => new Date(),
      network,
    });
    tokens.expect(parseRegistry(host.replace(/^1\./, "123456789012.")));
    for (let turn = 0; turn < patience && expected.length === 0; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return expected;
  };
  for (const [registry, api] of REGISTRIES.filter(([, api]) => !api.includes("public"))) {
    await t.step(registry, async () => assert.deepStrictEqual(await expectedFor(registry), [api]));
  }
  const plain = "1.dkr.ecr.eu-west-1.amazonaws.com";
  const url = (named: string): Record<string, string> => ({ AWS_ENDPOINT_URL_ECR: named });
  await t.step("an endpoint of a variable", async () => {
    assert.deepStrictEqual(await expectedFor(plain, url("https://vpce.example/")), ["vpce.example"]);
  });
  await t.step("none on this machine, none that is refused, none of ECR Public", async () => {
    assert.deepStrictEqual(await expectedFor(plain, url("http://127.0.0.1:1/"), 20), []);
    assert.deepStrictEqual(await expectedFor(plain, url("http://elsewhere.example/"), 20), []);
    assert.deepStrictEqual(await expectedFor("public.ecr.aws", {}, 20), []);
  });
});
