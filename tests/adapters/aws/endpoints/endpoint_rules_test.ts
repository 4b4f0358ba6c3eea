import assert from "node:assert/strict";
import {
  type AwsService,
  chooseEndpoint,
  configuredEndpoint,
  type EndpointPreference,
} from "../../../../src/adapters/aws/endpoints/endpoint_rules.ts";
import type { SharedProfile } from "../../../../src/adapters/aws/shared_files/shared_profile.ts";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

type Settings = Readonly<Record<string, string>>;

function profile(settings: Settings, services: Settings = {}): SharedProfile {
  return {
    name: "dev",
    settings: new Map(Object.entries(settings)),
    services: new Map(Object.entries(services)),
  };
}

function choose(
  service: AwsService,
  variables: Settings,
  { wish = {}, shared }: { wish?: EndpointPreference; shared?: SharedProfile } = {},
): string | undefined {
  return chooseEndpoint(service, wish, { environment: new FixedEnvironment(variables), profile: shared }).url;
}

Deno.test("chooseEndpoint() prefers the service's own variable to AWS_ENDPOINT_URL", () => {
  const all = {
    AWS_ENDPOINT_URL: "https://all.test",
    AWS_ENDPOINT_URL_ECR: "https://ecr.test/path",
    AWS_ENDPOINT_URL_ECR_PUBLIC: "https://public.test",
    AWS_ENDPOINT_URL_STS: "https://sts.test",
  };
  assert.equal(choose("ecr", all), "https://ecr.test/path");
  assert.equal(choose("ecr-public", all), "https://public.test/");
  assert.equal(choose("sts", all), "https://sts.test/");
  const { AWS_ENDPOINT_URL_ECR: _, ...others } = all;
  assert.equal(choose("ecr", others), "https://all.test/");
  assert.equal(choose("ecr", { ...all, AWS_ENDPOINT_URL_ECR: "" }), "https://all.test/");
  assert.equal(choose("ecr", {}), undefined);
});

Deno.test("chooseEndpoint() uses the profile's endpoint after the variables, if there is one", () => {
  const shared = profile({ endpoint_url: "https://profile.test" }, {
    "ecr_public.endpoint_url": "https://service.test",
  });
  assert.equal(choose("ecr-public", {}, { shared }), "https://service.test/");
  assert.equal(choose("ecr", {}, { shared }), "https://profile.test/");
  assert.equal(
    choose("ecr-public", { AWS_ENDPOINT_URL: "https://all.test" }, { shared }),
    "https://all.test/",
  );
});

Deno.test("chooseEndpoint() can ignore configured endpoints", () => {
  const variables = { AWS_ENDPOINT_URL: "http://evil.test", AWS_ENDPOINT_URL_ECR: "nonsense" };
  assert.equal(choose("ecr", { ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }), undefined);
  assert.equal(choose("ecr", { ...variables, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "TRUE" }), undefined);
  const shared = profile({ endpoint_url: "https://profile.test", ignore_configured_endpoint_urls: "true" });
  assert.equal(choose("ecr", {}, { shared }), undefined);
  assert.equal(
    choose("ecr", { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" }, { shared }),
    "https://profile.test/",
  );
});

Deno.test("chooseEndpoint() accepts https anywhere and http on this machine only", () => {
  for (
    const url of [
      "https://localhost:4566",
      "https://vpce-1.ecr.eu-west-1.vpce.amazonaws.com",
      "http://localhost:4566",
      "http://LOCALHOST",
      "http://127.0.0.1:4566/path",
      "http://127.255.0.9",
      "http://127.1",
      "http://[::1]:80",
      "http://2130706433",
    ]
  ) {
    assert.equal(choose("ecr", { AWS_ENDPOINT_URL: url }), new URL(url).href, url);
  }
});

Deno.test("chooseEndpoint() rejects every other endpoint, names the variable, and never repeats the value", () => {
  for (
    const [url, reason] of [
      ["http://ecr.eu-west-1.amazonaws.com", /http is allowed on loopback only/],
      ["http://192.168.1.1", /http is allowed on loopback only/],
      ["http://128.0.0.1", /http is allowed on loopback only/],
      ["http://127.0.0.1.evil.test", /http is allowed on loopback only/],
      ["http://localhost.evil.test", /http is allowed on loopback only/],
      ["http://[::ffff:127.0.0.1]", /http is allowed on loopback only/],
      ["ftp://localhost", /neither https nor http/],
      ["file:///etc/passwd", /neither https nor http/],
      ["https://user:hunter2@localhost", /user information/],
      ["https://hunter2@localhost", /user information/],
      ["https://localhost/?token=hunter2", /query/],
      ["https://localhost/#hunter2", /fragment/],
      ["localhost:4566/hunter2", /neither https nor http/],
      ["hunter2", /not a URL/],
      [" ", /not a URL/],
    ] as const
  ) {
    for (const variable of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ECR"]) {
      assert.throws(() => choose("ecr", { [variable]: url }), (error) => {
        assert.ok(error instanceof AwsError);
        assert.equal(error.code, "AWS_ENDPOINT_REFUSED");
        assert.equal(error.exitCode, 2);
        assert.match(error.message, new RegExp(`^Cannot use the endpoint of ${variable}: `), url);
        assert.match(error.message, reason, url);
        assert.doesNotMatch(Deno.inspect(error), /hunter2/);
        return true;
      });
    }
  }
});

Deno.test("chooseEndpoint() names the profile of a refused endpoint, escaped", () => {
  const shared = { ...profile({ endpoint_url: "http://evil.test" }), name: "d\u001bv" };
  assert.throws(() => choose("sts", {}, { shared }), {
    code: "AWS_ENDPOINT_REFUSED",
    message: /endpoint_url of the AWS profile "d\\u\{1b\}v"/,
  });
});

Deno.test("chooseEndpoint() reads variants from the profile, if there is one", () => {
  const environment = new FixedEnvironment({ AWS_USE_DUALSTACK_ENDPOINT: "false" });
  const shared = profile({ use_fips_endpoint: "true", use_dualstack_endpoint: "true" });
  assert.deepEqual(chooseEndpoint("ecr", {}, { environment, profile: shared }), {
    fips: true,
    dualStack: false,
  });
  assert.deepEqual(chooseEndpoint("ecr", { fips: false, dualStack: true }, { environment }), {
    fips: false,
    dualStack: true,
  });
});

Deno.test("configuredEndpoint() looks at the service that is named", () => {
  const environment = new FixedEnvironment({ AWS_ENDPOINT_URL_SSO: "http://evil.test" });
  configuredEndpoint("STS", environment, profile({}));
  assert.throws(() => configuredEndpoint("SSO", environment, profile({})), {
    code: "AWS_ENDPOINT_REFUSED",
  });
});
