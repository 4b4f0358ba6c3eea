import assert from "node:assert/strict";
import {
  type ConfiguredService,
  serviceEndpoint,
} from "../../../../src/adapters/aws/endpoints/service_endpoint.ts";
import type { Located } from "../../../../src/domain/auth/model/auth_config.ts";
import { ConfigError } from "../../../../src/domain/errors/errors.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

const ORIGIN = { kind: "file", file: "atmos.yaml", line: 41, column: 7 } as const;

function endpointOf(service: ConfiguredService, endpointUrl: Located<string>): string | undefined {
  const environment = new FixedEnvironment();
  return serviceEndpoint(service, { region: "eu-west-1", endpointUrl }, { environment }).url;
}

Deno.test("serviceEndpoint() of STS accepts the STS endpoints of every partition", () => {
  for (
    const url of [
      "https://sts.amazonaws.com",
      "https://sts.eu-west-1.amazonaws.com",
      "https://sts-fips.us-east-1.amazonaws.com",
      "https://sts.eu-west-1.api.aws",
      "https://sts.cn-north-1.amazonaws.com.cn",
      "https://sts.cn-north-1.api.amazonwebservices.com.cn",
      "https://sts.eusc-de-east-1.amazonaws.eu",
      "https://sts.us-iso-east-1.c2s.ic.gov",
      "https://sts.us-isob-east-1.sc2s.sgov.gov",
      "https://STS.eu-isoe-west-1.cloud.adc-e.uk",
      "https://sts.us-isof-south-1.csp.hci.ic.gov",
      "https://vpce-0a1b-2c3d.sts.us-east-1.vpce.amazonaws.com",
      "https://vpce-0a1b-2c3d-us-east-1a.sts.us-east-1.vpce.amazonaws.com/",
    ]
  ) {
    assert.equal(endpointOf("sts", { value: url, origin: ORIGIN }), new URL(url).href);
  }
});

Deno.test("serviceEndpoint() of STS rejects everything else, with its position and the exact reason", () => {
  for (
    const [url, reason] of [
      [
        "https://evil.test",
        "is not an https:// address of AWS STS in an AWS region, and its file is not trusted",
      ],
      ["https://amazonaws.com", "is not an https:// address of AWS STS"],
      ["https://sts.amazonaws.com.evil.test", "is not an https:// address of AWS STS"],
      ["https://evilamazonaws.com", "is not an https:// address of AWS STS"],
      ["https://sts.evilamazonaws.com", "is not an https:// address of AWS STS"],
      // Names below AWS' domains that anybody can rent.
      [
        "https://x1.execute-api.eu-west-1.amazonaws.com",
        "is not an https:// address of AWS STS",
      ],
      ["https://sts.s3.amazonaws.com.s3.amazonaws.com", "is not an https:// address of"],
      ["https://sts.s3.amazonaws.com", "is not an https:// address of"],
      ["https://sts.s3-us-west-2.amazonaws.com", "is not an https:// address of"],
      ["https://sts.us-east-1.amazonaws.com.cn", "is not an https:// address of"],
      ["https://sts.cn-north-1.amazonaws.com", "is not an https:// address of"],
      ["https://sts.amazonaws.com.cn", "is not an https:// address of"],
      ["https://sts.nowhere.amazonaws.com", "is not an https:// address of"],
      ["https://sts.s3.api.aws", "is not an https:// address of"],
      ["https://localhost:4566", "is not an https:// address of"],
      ["http://127.0.0.1:4566", "is not an https:// address of"],
      ["http://[::1]:4566", "is not an https:// address of"],
      ["https://sts-1.eu-west-1.elb.amazonaws.com", "is not an https:// address of"],
      ["https://ec2-1-2-3-4.compute.amazonaws.com", "is not an https:// address of"],
      ["https://vpce-1.evil.us-east-1.vpce.amazonaws.com", "is not an https:// address of"],
      ["https://sts.eu-west-1.amazonaws.com.", "is not an https:// address of"],
      ["http://sts.eu-west-1.amazonaws.com", "http is allowed on loopback only"],
      ["https://hunter2@sts.amazonaws.com", "it contains user information"],
      ["sts.amazonaws.com", "it is not a URL"],
    ] as const
  ) {
    assert.throws(() => endpointOf("sts", { value: url, origin: ORIGIN }), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.equal(error.code, "CONFIG_UNTRUSTED");
      assert.deepEqual(error.position, { file: "atmos.yaml", line: 41, column: 7 });
      assert.ok(error.message.includes(reason), `${url}: ${error.message}`);
      assert.ok(!error.message.includes("hunter2"));
      return true;
    });
  }
});

Deno.test("serviceEndpoint() of IAM Identity Center accepts its endpoints", () => {
  for (
    const url of [
      "https://oidc.eu-west-1.amazonaws.com",
      "https://portal.sso.eu-west-1.amazonaws.com",
      "https://oidc.us-gov-west-1.amazonaws.com",
      "https://oidc.eu-west-1.api.aws",
      "https://portal.sso.cn-north-1.amazonaws.com.cn",
      "https://vpce-0a1b-2c3d.oidc.us-east-1.vpce.amazonaws.com",
    ]
  ) {
    assert.equal(endpointOf("sso", { value: url, origin: ORIGIN }), new URL(url).href);
  }
  const trusted = { value: "https://sso.acme.example/", origin: ORIGIN, trusted: true } as const;
  assert.equal(endpointOf("sso", trusted), trusted.value);
});

Deno.test("serviceEndpoint() of IAM Identity Center rejects everything else: the token would be sent there", () => {
  for (
    const [url, reason] of [
      ["https://evil.test", "is not an https:// address of IAM Identity Center in an AWS region"],
      ["https://oidc.eu-west-1.amazonaws.com.evil.test", "is not an https:// address of"],
      ["https://sts.eu-west-1.amazonaws.com", "is not an https:// address of"],
      ["https://oidc.execute-api.eu-west-1.amazonaws.com", "is not an https:// address of"],
      ["https://oidc.eu-west-1.elb.amazonaws.com", "is not an https:// address of"],
      ["https://oidc.s3.amazonaws.com", "is not an https:// address of"],
      ["https://portal.sso.s3.amazonaws.com", "is not an https:// address of"],
      ["http://127.0.0.1:4566", "is not an https:// address of"],
      ["http://oidc.eu-west-1.amazonaws.com", "http is allowed on loopback only"],
    ] as const
  ) {
    assert.throws(() => endpointOf("sso", { value: url, origin: ORIGIN }), (error) => {
      assert.ok(error instanceof ConfigError && error.code === "CONFIG_UNTRUSTED", String(error));
      assert.ok(error.message.includes(reason), `${url}: ${error.message}`);
      return true;
    });
  }
});
