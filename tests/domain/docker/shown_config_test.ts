import { strictEqual } from "node:assert/strict";
import { DockerConfigDocument } from "../../../src/domain/docker/docker_config_document.ts";
import { shownConfig } from "../../../src/domain/docker/ecr_hosts.ts";

Deno.test("shownConfig() keeps keys and names of helpers, and hides every other text", () => {
  const text =
    `{"auths": {"h": {"auth" : "QVdTOng=", "email": ""}}, "HttpHeaders": {"A\\"b": "s\\"ec"}, "n": [1, "x"],\n "credsStore": "desktop", "credHelpers": {"g": "gcloud"}}`;
  strictEqual(
    shownConfig(DockerConfigDocument.parse(text, "config.json")),
    `{"auths": {"h": {"auth" : "***", "email": ""}}, "HttpHeaders": {"A\\"b": "***"}, "n": [1, "***"],\n "credsStore": "desktop", "credHelpers": {"g": "gcloud"}}`,
  );
  strictEqual(shownConfig(DockerConfigDocument.parse(undefined, "config.json")), undefined);
});

Deno.test("shownConfig() hides texts and keeps keys as large as a file may be", () => {
  const [text, escaped] = ["y".repeat(8 << 20), "\\n".repeat(4 << 20)];
  strictEqual(
    shownConfig(DockerConfigDocument.parse(`{"${escaped}": ["${text}"]}`, "config.json")),
    `{"${escaped}": ["***"]}`,
  );
});
