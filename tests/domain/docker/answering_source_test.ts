import assert from "node:assert/strict";
import { answeringSource } from "../../../src/domain/docker/docker_answer.ts";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { fixture } from "./fixtures.ts";

const AUTH = '{"auth":"dXNlcjpleGFtcGxl"}';
const STORE = { kind: "store", name: "s" };

/** Configuration, who answers for `h`, and what is shadowed. */
const CASES: readonly (readonly [config: string, answering: object, shadowed: readonly object[]])[] = [
  ["{}", { kind: "none" }, []],
  ['{"auths":{"h":{}}}', { kind: "none" }, []],
  [`{"auths":{"i":${AUTH}}}`, { kind: "none" }, []],
  [`{"auths":{"h":${AUTH}}}`, { kind: "auths", key: "h" }, []],
  [`{"auths":{"https://h/v1/":${AUTH}}}`, { kind: "auths", key: "https://h/v1/" }, []],
  [`{"auths":{"https://h":{},"http://h":${AUTH}}}`, { kind: "auths", key: "http://h" }, []],
  [
    `{"auths":{"https://h":${AUTH},"h":${AUTH}}}`,
    { kind: "auths", key: "h" },
    [{ kind: "auths", key: "https://h" }],
  ],
  [`{"auths":{"https://h":${AUTH},"h":{}}}`, { kind: "none" }, [{ kind: "auths", key: "https://h" }]],
  ['{"credsStore":"s"}', STORE, []],
  ['{"credsStore":"s","auths":{"h":{}}}', STORE, []],
  [`{"credsStore":"s","auths":{"h":${AUTH}}}`, STORE, [{ kind: "auths", key: "h" }]],
  ['{"credHelpers":{"h":"p"}}', { kind: "helper", name: "p" }, []],
  ['{"credHelpers":{"https://h":"p","i":"p"}}', { kind: "none" }, []],
  [
    `{"credHelpers":{"h":"p"},"credsStore":"s","auths":{"h":${AUTH},"https://h":${AUTH}}}`,
    { kind: "helper", name: "p" },
    [STORE, { kind: "auths", key: "h" }, { kind: "auths", key: "https://h" }],
  ],
  // An empty helper means the file, store or no store.
  [`{"credHelpers":{"h":""},"credsStore":"s","auths":{"h":${AUTH}}}`, { kind: "auths", key: "h" }, [STORE]],
  ['{"credHelpers":{"h":""},"credsStore":"s"}', { kind: "none" }, [STORE]],
  ['{"credHelpers":{"h":null},"credsStore":"s"}', { kind: "none" }, [STORE]],
];

Deno.test("answeringSource() follows Docker's order and lists what is overridden", () => {
  for (const [config, answering, shadowed] of CASES) {
    const document = DockerConfigDocument.parse(config, "config.json");
    assert.deepEqual(answeringSource(document, "h"), { ...answering, shadowed }, config);
  }
});

Deno.test("answeringSource() judges each host separately", () => {
  const document = DockerConfigDocument.parse(fixture("helpers_and_store.json"), "config.json");
  const kinds = ["helped.example", "exempt.example", "stored.example", "any.example"]
    .map((host) => answeringSource(document, host).kind);
  assert.deepEqual(kinds, ["helper", "auths", "store", "store"]);
});
