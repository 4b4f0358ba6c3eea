import assert from "node:assert/strict";
import { hostOfKey, keysOfHost } from "../../../src/domain/docker/auth_entry.ts";

Deno.test("hostOfKey() finds the host as Docker does", () => {
  const cases = [
    ["registry.example", "registry.example"],
    ["registry.example:5000", "registry.example:5000"],
    ["registry.example/v1/", "registry.example"],
    ["http://registry.example", "registry.example"],
    ["https://registry.example/", "registry.example"],
    ["HTTPS://registry.example:5000/v2/?x#y", "registry.example:5000"],
    ["https://index.docker.io/v1/", "index.docker.io"],
    ["", ""],
  ] as const;
  for (const [key, host] of cases) assert.equal(hostOfKey(key), host, key);
});

Deno.test("keysOfHost() lists the spellings that docker logout removes", () => {
  assert.deepEqual(keysOfHost("h.example"), ["h.example", "http://h.example", "https://h.example"]);
});
