import { deepStrictEqual, match } from "node:assert/strict";
import { environmentLoginNotes } from "../../../src/domain/docker/environment_logins.ts";

const AUTH = btoa("user:canary");

/** A value of DOCKER_AUTH_CONFIG, and whether Docker uses it for the host "h". */
const ROWS: readonly (readonly [value: string | undefined, isUsed: boolean])[] = [
  [undefined, false],
  ["", false],
  ["{}", false],
  ["not JSON", false],
  ['{"auths":null}', false],
  [`{"auths":{"h":{"auth":"${AUTH}"}}}`, true],
  [`{"auths":{"i":{"auth":"${AUTH}"},"h":{"auth":"${AUTH}"}}}`, true],
  [`{"auths":{"i":{"auth":"${AUTH}"}}}`, false],
  [`{"auths":{"https://h":{"auth":"${AUTH}"},"h/v1/":{"auth":"${AUTH}"}}}`, false],
  // Docker rejects the whole value.
  [`{"auths":{"i":{},"h":{"auth":"${AUTH}"}}}`, false],
  [`{"auths":{"i":{"auth":"!!!"},"h":{"auth":"${AUTH}"}}}`, false],
  ['{"auths":{"h":{"auth":""}}}', false],
];

Deno.test("environmentLoginNotes() names the hosts that DOCKER_AUTH_CONFIG has a login for", async (t) => {
  for (const [value, isUsed] of ROWS) {
    await t.step(value ?? "not set", () => {
      const notes = environmentLoginNotes({ get: () => value }, ["h"], "this login");
      deepStrictEqual(notes.length, isUsed ? 1 : 0);
      if (isUsed) match(notes[0] ?? "", /^DOCKER_AUTH_CONFIG is set: .* for h instead of this login$/);
    });
  }
});
