import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { getReply, NOT_FOUND } from "../../../src/domain/helper/protocol.ts";
import {
  helperUsage,
  helperVerb,
  listReply,
  readStoreRequest,
  versionReply,
} from "../../../src/domain/helper/verbs.ts";
import { HOST, OTHER_HOST, tokenLeft } from "../../support/helper_fixtures.ts";

Deno.test("the replies match Docker's own helpers", () => {
  strictEqual(NOT_FOUND, "credentials not found in native keychain");
  strictEqual(
    getReply(HOST, tokenLeft(1, 'p"w')),
    `{"ServerURL":"${HOST}","Username":"AWS","Secret":"p\\"w"}`,
  );
  strictEqual(listReply([]), "{}");
  strictEqual(
    listReply([{ host: OTHER_HOST, username: "AWS" }, { host: HOST, username: "AWS" }]),
    `{"https://${HOST}":"AWS","https://${OTHER_HOST}":"AWS"}`,
  );
  strictEqual(
    versionReply("docker-credential-ecr-login", "1.2.3"),
    "docker-credential-ecr-login (@atmos/ecr) 1.2.3",
  );
});

Deno.test("helperVerb() knows exactly one known word", () => {
  for (const verb of ["store", "get", "erase", "list", "version"]) strictEqual(helperVerb([verb]), verb);
  for (const flag of ["-v", "--version"]) strictEqual(helperVerb([flag]), "version");
  for (const args of [[], ["get", "get"], ["GET"], [""], ["--help"], ["toString"]]) {
    strictEqual(helperVerb(args), undefined);
  }
});

Deno.test("helperUsage() matches Docker's own library", () => {
  const usage = "Usage: docker-credential-x <store|get|erase|list|version>";
  strictEqual(helperUsage("docker-credential-x", []), usage);
  strictEqual(helperUsage("docker-credential-x", ["get", "get"]), usage);
  strictEqual(
    helperUsage("docker-credential-x", ["frobnicate"]),
    "docker-credential-x: unknown action: frobnicate",
  );
  strictEqual(
    helperUsage("docker-credential-x", ["a\u001b[2Kb\n"]),
    "docker-credential-x: unknown action: a\\u{1b}[2Kb\\u{a}",
  );
  strictEqual(helperUsage("docker-credential-x", ["x".repeat(100)]), usage);
});

Deno.test("readStoreRequest() finds the server, or fails like Docker's own library", () => {
  const read = (value: unknown): unknown =>
    readStoreRequest(new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)));
  deepStrictEqual(read({ ServerURL: HOST, Username: "AWS", Secret: "s" }), {
    kind: "login",
    serverUrl: HOST,
  });
  deepStrictEqual(read({ ServerURL: ` ${HOST}\n`, Username: "AWS" }), { kind: "login", serverUrl: HOST });
  const invalid = (message: string): unknown => ({ kind: "invalid", message });
  for (
    const value of [{}, { ServerURL: "" }, { ServerURL: " " }, { ServerURL: 1 }, "null", "1", "[]", '"x"']
  ) {
    deepStrictEqual(read(value), invalid("no credentials server URL"));
  }
  for (const Username of [undefined, "", 1]) {
    deepStrictEqual(read({ ServerURL: HOST, Username }), invalid("no credentials username"));
  }
  for (const text of ["", "not ok", `${HOST}\n`]) {
    deepStrictEqual(read(text), invalid("the login is not JSON"));
  }
  deepStrictEqual(readStoreRequest(new Uint8Array([0xff])), invalid("the login is not JSON"));
  deepStrictEqual(read("x".repeat(65_537)), invalid("the login is longer than 64 KiB"));
});
