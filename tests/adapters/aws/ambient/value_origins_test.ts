/** Values that a variable or a profile may set: a failure names the one that did. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { SdkAmbientCredentials } from "../../../../src/adapters/aws/ambient/sdk_ambient_credentials.ts";
import { Network } from "../../../../src/adapters/http/network.ts";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { FixedEnvironment } from "../fixed_environment.ts";

/** A role, whose source has keys. */
const ROLE = "role_arn = arn:aws:iam::111111111111:role/r\nsource_profile = keys\n" +
  "[profile keys]\naws_access_key_id = A\naws_secret_access_key = s\n";

interface Row {
  readonly config: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly message: RegExp;
  /** The line in the config file; undefined if a variable is named. */
  readonly line?: number;
  readonly hint: RegExp;
}

const ROWS: Readonly<Record<string, Row>> = {
  "a region in a variable, although the profile has one": {
    config: `[default]\nregion = eu-west-1\n${ROLE}`,
    variables: { AWS_REGION: "eu-wst", AWS_DEFAULT_REGION: "us-east-1" },
    message: /^Cannot use AWS_REGION: AWS has no region "eu-wst"$/,
    hint: /^Correct AWS_REGION:/,
  },
  "a region in the second variable": {
    config: `[default]\n${ROLE}`,
    variables: { AWS_REGION: "", AWS_DEFAULT_REGION: "eu-wst" },
    message: /^Cannot use AWS_DEFAULT_REGION: AWS has no region "eu-wst"$/,
    hint: /^Correct AWS_DEFAULT_REGION:/,
  },
  "a region in the profile": {
    config: `[default]\nregion = eu-west-1 # Ireland\n${ROLE}`,
    message: /^Cannot use the AWS profile "default": AWS has no region "eu-west-1 # Ireland"$/,
    line: 2,
    hint: /^Correct `region` of the profile:/,
  },
  "a metadata endpoint in the variable": {
    config: "[default]\nec2_metadata_service_endpoint = http://127.0.0.1:9\n",
    variables: { AWS_EC2_METADATA_SERVICE_ENDPOINT: "127.0.0.1" },
    message: /: AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http URL$/,
    hint: /^Correct or unset it$/,
  },
  "a metadata endpoint in the profile": {
    config: "[default]\nec2_metadata_service_endpoint = 127.0.0.1\n",
    message: /: ec2_metadata_service_endpoint is not an http URL$/,
    hint: /^Correct or remove it in the AWS files$/,
  },
  "an endpoint of a service in the variable": {
    config: `[default]\nservices = s\n${ROLE}[services s]\nsts =\n  endpoint_url = http://127.0.0.1:9\n`,
    variables: { AWS_ENDPOINT_URL_STS: "x" },
    message: /^Cannot use the endpoint of AWS_ENDPOINT_URL_STS: /,
    hint: /./,
  },
  "an endpoint of a service in the profile, although it has another for all": {
    config: `[default]\nservices = s\nendpoint_url = http://127.0.0.1:9\n${ROLE}` +
      "[services s]\nsts =\n  endpoint_url = x\n",
    message: /^Cannot use the endpoint of sts in the services section of the AWS profile "default": /,
    hint: /./,
  },
};

Deno.test("resolve() reports an unusable value where it is set", async (t) => {
  const home = await Deno.makeTempDir({ prefix: "atmos-ecr-origins-" });
  await using _home = { [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }) };
  const config = join(home, "config");
  for (const [name, row] of Object.entries(ROWS)) {
    await t.step(name, async () => {
      await Deno.writeTextFile(config, row.config);
      const environment = new FixedEnvironment({ HOME: home, AWS_CONFIG_FILE: config, ...row.variables });
      using network = new Network(environment);
      const ambient = new SdkAmbientCredentials({ environment, clock: () => new Date(), network });
      const signal = AbortSignal.timeout(15_000);
      const error = await ambient.resolve({ signal }).then(() => undefined, (error: unknown) => error);
      assert.ok(error instanceof AwsError, String(error));
      assert.match(error.message, row.message);
      assert.match(error.hint ?? "", row.hint);
      assert.equal(error.position?.line, row.line);
    });
  }
});
