import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { defineFromFiles } from "../../../src/adapters/aws/ambient/file_ambient_plans.ts";
import { ambientLabel } from "../../../src/domain/identity/definition_words.ts";
import { type DefinitionStep, keysOfVariables } from "../../../src/domain/identity/definition.ts";
import { environmentOf } from "../../support/helper_fixtures.ts";

const KEYS = { kind: "keys", access_key_id: "AKIA1" };

Deno.test("ambientLabel() names the source, and no key", () => {
  const label = (variables: Record<string, string>, ...steps: DefinitionStep[]): string =>
    ambientLabel({ steps, opaque: false }, (name) => variables[name]);
  strictEqual(label({ AWS_ACCESS_KEY_ID: "AKIA1" }, KEYS), "the keys in AWS_ACCESS_KEY_ID");
  strictEqual(label({ AWS_PROFILE: "p" }, KEYS), "profile p");
  strictEqual(label({}, KEYS, { kind: "role", role_arn: "arn:r" }), "profile default");
  strictEqual(
    label({ AWS_ROLE_ARN: "arn:r" }, { kind: "web-identity", role_arn: "arn:r" }),
    "web identity arn:r",
  );
  strictEqual(label({ AWS_PROFILE: "p" }, { kind: "web-identity", role_arn: "arn:r" }), "profile p");
  strictEqual(label({}, { kind: "container", url: "http://x/secret" }), "the container's credentials");
  strictEqual(label({}, { kind: "instance" }), "the instance's role");
  strictEqual(label({}), "the environment");
});

Deno.test("keysOfVariables() is what a plan of the same environment comes to, or nothing", async (t) => {
  const pair = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "s" };
  const rows = [
    { variables: pair, alone: true },
    { variables: { ...pair, AWS_SESSION_TOKEN: "t", AWS_PROFILE: "" }, alone: true },
    { variables: { ...pair, AWS_PROFILE: "p" }, alone: false },
    { variables: { ...pair, AWS_DEFAULT_PROFILE: "p" }, alone: false },
    { variables: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" }, alone: false },
    { variables: { AWS_SECRET_ACCESS_KEY: "s" }, alone: false },
    { variables: {}, alone: false },
  ];
  for (const { variables, alone } of rows) {
    await t.step(JSON.stringify(variables), async () => {
      const environment = environmentOf({
        ...variables,
        HOME: "/nonexistent",
        AWS_EC2_METADATA_DISABLED: "true",
      });
      const definition = keysOfVariables((name) => environment.get(name));
      if (alone) deepStrictEqual(definition, await defineFromFiles(environment));
      else strictEqual(definition, undefined);
    });
  }
});
