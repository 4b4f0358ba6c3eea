import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";

/** What Docker 29 warns of ("Error parsing config file"), or null where it reads the logins of the file. */
const ROWS: Readonly<Record<string, string | null>> = {
  "{}": null,
  '{"features":{"buildkit":"true"}}': null,
  '{"features":{"buildkit":true}}': '"features.buildkit" is not a string',
  '{"FEATURES":{"buildkit":true}}': '"FEATURES.buildkit" is not a string',
  '{"features":{"buildkit":null}}': null,
  '{"features":null}': null,
  '{"features":[]}': '"features" is not an object',
  '{"HttpHeaders":{"X":1}}': '"HttpHeaders.X" is not a string',
  '{"httpheaders":"X: 1"}': '"httpheaders" is not an object',
  '{"psFormat":5}': '"psFormat" is not a string',
  '{"detachKeys":{}}': '"detachKeys" is not a string',
  '{"currentContext":false}': '"currentContext" is not a string',
  '{"pruneFilters":"x"}': '"pruneFilters" is not a list',
  '{"pruneFilters":["a",null,1]}': '"pruneFilters[2]" is not a string',
  '{"cliPluginsExtraDirs":[]}': null,
  '{"plugins":{"a":{"b":"c"},"d":null}}': null,
  '{"plugins":{"a":{"b":true}}}': '"plugins.a.b" is not a string',
  '{"plugins":{"a":"b"}}': '"plugins.a" is not an object',
  '{"proxies":{"default":{"httpProxy":"x","other":1}}}': null,
  '{"proxies":{"default":{"HTTPPROXY":1}}}': '"proxies.default.HTTPPROXY" is not a string',
  '{"proxies":{"default":"http://x"}}': '"proxies.default" is not an object',
  // Not read by the newest versions, or by none.
  '{"experimental":true,"debug":true,"stackOrchestrator":1}': null,
  '{"auths":{"h":{"auth":"QVdTOnB3"},"i":{"auth":""},"j":{},"k":null}}': null,
  '{"auths":{"h":{"auth":"QVdT\\nOnB3"}}}': null,
  '{"auths":{"h":{"auth":"QVdTOnB3"},"i":{"auth":"!!!"}}}':
    'the "auth" of "i" is not a user name and a password in base64',
  '{"auths":{"h":{"Auth":"QVdT"}}}': 'the "auth" of "h" is not a user name and a password in base64',
  '{"auths":{"h":{"auth":"OnB3"}}}': 'the "auth" of "h" is not a user name and a password in base64',
  '{"auths":{"h":{"auth":"QVdTOnB"}}}': 'the "auth" of "h" is not a user name and a password in base64',
};

Deno.test("DockerConfigDocument.rejection is what keeps Docker from the logins in the file", async (t) => {
  for (const [text, rejection] of Object.entries(ROWS)) {
    await t.step(text, () => {
      strictEqual(DockerConfigDocument.parse(text, "config.json").rejection ?? null, rejection);
    });
  }
});

Deno.test("DockerConfigDocument.rejection shows no value", () => {
  const { rejection } = DockerConfigDocument.parse('{"auths":{"h":{"auth":"canary"}}}', "config.json");
  deepStrictEqual(rejection?.includes("canary"), false);
});
