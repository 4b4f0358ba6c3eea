import { strictEqual } from "node:assert/strict";
import { ambientLabel } from "../../../src/domain/identity/ambient_label.ts";
import type { DefinitionStep } from "../../../src/domain/identity/definition.ts";

Deno.test("ambientLabel() names the first source, and no key", () => {
  const label = (...steps: DefinitionStep[]): string => ambientLabel({ steps, opaque: false });
  strictEqual(label({ kind: "keys", access_key_id: "AKIA1" }), "the keys in AWS_ACCESS_KEY_ID");
  strictEqual(label({ kind: "profile", name: "p" }, { kind: "instance" }), "profile p");
  strictEqual(label({ kind: "web-identity", role_arn: "arn:role" }), "web identity arn:role");
  strictEqual(label({ kind: "container", uri: "http://x/secret" }), "the container's credentials");
  strictEqual(label({ kind: "instance" }), "the instance's role");
  strictEqual(label(), "the environment");
});
