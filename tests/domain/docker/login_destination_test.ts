import { deepStrictEqual } from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { loginDestination } from "../../../src/domain/docker/login_destination.ts";

const ROWS: readonly (readonly [config: object, destination: object])[] = [
  [{}, { kind: "file" }],
  [{ credsStore: "" }, { kind: "file" }],
  [{ credsStore: "keychain" }, { kind: "store", name: "keychain" }],
  [{ credsStore: "keychain", credHelpers: { h: "" } }, { kind: "file" }],
  [{ credHelpers: { h: "atmos-ecr" } }, { kind: "helper" }],
  [{ credHelpers: { h: "atmos-ecr" }, credsStore: "keychain" }, { kind: "helper" }],
  [{ credHelpers: { h: "other" } }, { kind: "file", shadowedBy: "other" }],
  [{ credHelpers: { h: "other" }, credsStore: "keychain" }, {
    kind: "store",
    name: "keychain",
    shadowedBy: "other",
  }],
  // This program as the store: its `store` keeps nothing.
  [{ credsStore: "atmos-ecr" }, { kind: "helper" }],
  [{ credsStore: "atmos-ecr", credHelpers: { i: "other" } }, { kind: "helper" }],
  [{ credsStore: "atmos-ecr", credHelpers: { h: "other" } }, { kind: "helper", shadowedBy: "other" }],
  [{ credsStore: "atmos-ecr", credHelpers: { h: "" } }, { kind: "file" }],
  // That of amazon-ecr-credential-helper does not either.
  [{ credsStore: "ecr-login" }, { kind: "store", name: "ecr-login", shadowedBy: "ecr-login" }],
  [{ credsStore: "ecr-login", credHelpers: { h: "other" } }, {
    kind: "store",
    name: "ecr-login",
    shadowedBy: "other",
  }],
];

Deno.test("loginDestination() is where Docker looks for a login", async (t) => {
  for (const [config, destination] of ROWS) {
    const text = JSON.stringify(config);
    await t.step(text, () => {
      deepStrictEqual(loginDestination(DockerConfigDocument.parse(text, "config.json"), "h"), destination);
    });
  }
});
