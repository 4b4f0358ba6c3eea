import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  ambientVariables,
  childEnvironment,
  CREDENTIAL_VARIABLES,
  type SessionFacts,
  sessionVariables,
} from "../../../src/domain/session/program_environment.ts";

const FACTS: SessionFacts = {
  files: { credentials: "/s/credentials", config: "/s/config", profile: "dev" },
  region: "eu-west-1",
  dockerDirectory: "/home/user/.docker",
  own: new Map([["TEAM", "blue"], ["AWS_REGION", "us-east-2"]]),
};

Deno.test("sessionVariables() lead to the session, and to Docker's directory", () => {
  const { set, unset } = sessionVariables(FACTS);
  deepStrictEqual(Object.fromEntries(set), {
    AWS_REGION: "us-east-2",
    AWS_DEFAULT_REGION: "eu-west-1",
    TEAM: "blue",
    AWS_SHARED_CREDENTIALS_FILE: "/s/credentials",
    AWS_CONFIG_FILE: "/s/config",
    AWS_PROFILE: "dev",
    AWS_SDK_LOAD_CONFIG: "1",
    AWS_EC2_METADATA_DISABLED: "true",
    DOCKER_CONFIG: "/home/user/.docker",
  });
  strictEqual(unset, CREDENTIAL_VARIABLES);
});

Deno.test("the env of an identity cannot change its principal", () => {
  const own = new Map([["AWS_PROFILE", "other"], ["AWS_ACCESS_KEY_ID", "AKIA"], ["DOCKER_CONFIG", "/tmp"]]);
  const { set } = sessionVariables({ ...FACTS, own });
  deepStrictEqual([set.get("AWS_PROFILE"), set.has("AWS_ACCESS_KEY_ID"), set.get("DOCKER_CONFIG")], [
    "dev",
    false,
    "/home/user/.docker",
  ]);
});

Deno.test("region and Docker's directory are only set if there are any", () => {
  const { set } = sessionVariables({
    ...FACTS,
    region: undefined,
    dockerDirectory: undefined,
    own: new Map(),
  });
  for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION", "DOCKER_CONFIG"]) strictEqual(set.has(name), false);
});

Deno.test("an identity of the environment keeps the environment", () => {
  const changes = ambientVariables(FACTS);
  deepStrictEqual(changes.unset, []);
  const outer = { AWS_ACCESS_KEY_ID: "AKIA", AWS_PROFILE: "x", PATH: "/bin" };
  deepStrictEqual(childEnvironment(outer, { ...changes, set: new Map([["A", "b"]]) }), { ...outer, A: "b" });
});

/** Variables of the outside → whether a program that runs as an identity gets them. */
const OUTER: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(CREDENTIAL_VARIABLES.map((name) => [name, false])),
  AWS_SOMETHING_NEW: false,
  aws_access_key_id: false,
  AWS_VAULT: false,
  AWS_CA_BUNDLE: true,
  AWS_ENDPOINT_URL: true,
  AWS_ENDPOINT_URL_STS: true,
  AWS_USE_FIPS_ENDPOINT: true,
  AWS_PAGER: true,
  AWS_CLI_AUTO_PROMPT: true,
  AWS_MAX_ATTEMPTS: true,
  AWS_DEFAULT_OUTPUT: true,
  PATH: true,
  AWSOME: true,
};

for (const [name, isKept] of Object.entries(OUTER)) {
  Deno.test(`a program that runs as an identity ${isKept ? "gets" : "does not get"} ${name}`, () => {
    const env = childEnvironment({ [name]: "outer" }, sessionVariables(FACTS));
    strictEqual(env[name], isKept ? "outer" : undefined);
    strictEqual(env["AWS_PROFILE"], "dev");
  });
}
