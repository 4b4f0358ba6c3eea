import { deepStrictEqual } from "node:assert/strict";
import { dockerAnswer } from "../../../src/domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { ecrHosts, namedHelpers } from "../../../src/domain/docker/ecr_hosts.ts";

const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";
const AUTHS = { [HOST]: { auth: btoa("AWS:example") } };
const OURS = new Set(["atmos-ecr", "ecr-login"]);

for (
  const [name, config, expected] of [
    ["nothing", {}, ["none", undefined, false, []]],
    ["a login", { auths: AUTHS }, ["auths", undefined, false, []]],
    ["a store", { auths: AUTHS, credsStore: "desktop" }, ["store", "desktop", false, ["auths"]]],
    ["this program as the store", { credsStore: "atmos-ecr" }, ["store", "atmos-ecr", true, []]],
    ["this program", { auths: AUTHS, credsStore: "desktop", credHelpers: { [HOST]: "atmos-ecr" } }, [
      "helper",
      "atmos-ecr",
      true,
      ["store", "auths"],
    ]],
    ["this program by another name", { credHelpers: { [HOST]: "ecr-login" } }, [
      "helper",
      "ecr-login",
      true,
      [],
    ]],
    ["another helper", { auths: AUTHS, credHelpers: { [HOST]: "pass" } }, ["other-helper", "pass", false, [
      "auths",
    ]]],
    ["the file, by an empty name", { auths: AUTHS, credsStore: "desktop", credHelpers: { [HOST]: "" } }, [
      "auths",
      undefined,
      false,
      ["store"],
    ]],
  ] as const
) {
  Deno.test(`dockerAnswer() determines the source: ${name}`, () => {
    const { providedBy, helper, isOurs, shadowed } = dockerAnswer(documentOf(config), HOST, OURS);
    deepStrictEqual([providedBy, helper, isOurs, shadowed.map(({ kind }) => kind)], expected);
  });
}

Deno.test("ecrHosts() finds hosts in credHelpers and in every spelling of auths, each once", () => {
  const other = "public.ecr.aws";
  const document = documentOf({
    auths: { [`https://${HOST}/v1/`]: {}, "registry.example": {}, "https://index.docker.io/v1/": {} },
    credHelpers: { [HOST]: "atmos-ecr", [other]: "", [`https://${other}`]: "pass" },
  });
  deepStrictEqual(ecrHosts(document).map(({ host }) => host), [HOST, other]);
});

Deno.test("namedHelpers() lists each program once", () => {
  const document = documentOf({ credsStore: "pass", credHelpers: { a: "pass", b: "ecr-login", c: "" } });
  deepStrictEqual(namedHelpers(document), ["pass", "ecr-login"]);
});

function documentOf(config: unknown): DockerConfigDocument {
  return DockerConfigDocument.parse(JSON.stringify(config), "config.json");
}
