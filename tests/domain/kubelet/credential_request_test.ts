import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { AtmosEcrError } from "../../../src/domain/errors/errors.ts";
import {
  API_VERSIONS,
  credentialResponse,
  goDuration,
  readCredentialRequest,
} from "../../../src/domain/kubelet/plugin_api.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { HOST, NOW, tokenLeft } from "../../support/helper_fixtures.ts";

const REQUEST = {
  apiVersion: "credentialprovider.kubelet.k8s.io/v1",
  kind: "CredentialProviderRequest",
  image: `${HOST}/team/app:1.0@sha256:${"0".repeat(64)}`,
};

function read(value: unknown): ReturnType<typeof readCredentialRequest> {
  return readCredentialRequest(
    new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)),
  );
}

Deno.test("readCredentialRequest() reads what the kubelet sends, in every version of the API", () => {
  for (const apiVersion of API_VERSIONS) {
    const request = read({ ...REQUEST, apiVersion });
    deepStrictEqual([request.apiVersion, request.registry.host], [apiVersion, HOST]);
  }
  // Fields of versions to come, and the empty ones that Go may send.
  const more = { serviceAccountToken: "", serviceAccountAnnotations: { a: "b" }, later: [1] };
  strictEqual(read({ ...REQUEST, ...more }).registry.host, HOST);
  strictEqual(read(`${JSON.stringify(REQUEST)}\n`).registry.host, HOST);
  strictEqual(read({ ...REQUEST, image: "public.ecr.aws/nginx/nginx" }).registry.host, "public.ecr.aws");
});

Deno.test("readCredentialRequest() names the field that is wrong", () => {
  const cases: [unknown, RegExp][] = [
    ["", /standard input: it is empty/],
    ["x", /it is not JSON/],
    ["null", /it is not a JSON object/],
    ["[]", /it is not a JSON object/],
    [{}, /apiVersion must be .*, not absent/],
    [{ ...REQUEST, apiVersion: "credentialprovider.kubelet.k8s.io/v2" }, /apiVersion must be .*, not ".*v2"/],
    [{ ...REQUEST, apiVersion: "v1" }, /apiVersion/],
    [{ ...REQUEST, apiVersion: 1 }, /apiVersion must be .*, not a number/],
    [{ ...REQUEST, kind: "CredentialProviderResponse" }, /kind must be CredentialProviderRequest/],
    [{ ...REQUEST, kind: undefined }, /kind .* not absent/],
    [{ ...REQUEST, image: undefined }, /image must be the name of an image/],
    [{ ...REQUEST, image: "" }, /image must be the name of an image/],
    [{ ...REQUEST, image: [HOST] }, /image must be the name of an image/],
    [{ ...REQUEST, serviceAccountToken: 1 }, /serviceAccountToken must be a string, not a number/],
    [{ ...REQUEST, serviceAccountAnnotations: ["a"] }, /serviceAccountAnnotations must be a map of strings/],
    [
      { ...REQUEST, serviceAccountAnnotations: { a: 1 } },
      /serviceAccountAnnotations must be a map of strings/,
    ],
    [{ ...REQUEST, apiVersion: "a\u001b[2Kb" }, /a\\u\{1b\}/],
  ];
  for (const [value, message] of cases) {
    throws(() => read(value), (error) => {
      ok(error instanceof AtmosEcrError && error.code === "USAGE" && error.hint !== undefined);
      match(error.message, message);
      return true;
    });
  }
  for (
    const image of ["ghcr.io/a/b", "nginx", `${HOST}:443/app`, `${HOST}.evil.com/app`, `evil.com/${HOST}/app`]
  ) {
    throws(() => read({ ...REQUEST, image }), { code: "REGISTRY_INVALID" });
  }
  throws(() => readCredentialRequest(new Uint8Array([0x22, 0xff, 0x22])), { code: "USAGE" });
});

Deno.test("credentialResponse() has the API's fields, and the token's life", () => {
  const answer = credentialResponse(
    { apiVersion: "credentialprovider.kubelet.k8s.io/v1beta1", registry: parseRegistry(HOST) },
    tokenLeft(12 * 3600),
    NOW,
  );
  strictEqual(
    JSON.stringify(answer),
    '{"apiVersion":"credentialprovider.kubelet.k8s.io/v1beta1","kind":"CredentialProviderResponse",' +
      `"cacheKeyType":"Registry","cacheDuration":"11h59m0s","auth":{"${HOST}":` +
      '{"username":"AWS","password":"cached-password"}}}',
  );
  const request = { apiVersion: API_VERSIONS[0], registry: parseRegistry(HOST) };
  strictEqual(credentialResponse(request, tokenLeft(61), NOW).cacheDuration, "1s");
  strictEqual(credentialResponse(request, tokenLeft(60), NOW).cacheDuration, "0s");
  strictEqual(credentialResponse(request, tokenLeft(1), NOW).cacheDuration, "0s");
});

Deno.test("goDuration() writes what Go reads back", () => {
  const cases: [number, string][] = [
    [-1, "0s"],
    [0, "0s"],
    [999, "0s"],
    [1000, "1s"],
    [60_000, "1m0s"],
    [3_600_000, "1h0m0s"],
    [43_199_999, "11h59m59s"],
    [360_000_000, "100h0m0s"],
  ];
  deepStrictEqual(cases.map(([ms]) => [ms, goDuration(ms)]), cases);
  fc.assert(fc.property(fc.nat(), (ms) => {
    const groups = /^(?:(\d+)h)?(?:(\d+)m)?(\d+)s$/.exec(goDuration(ms));
    const [, hours = "0", minutes = "0", seconds = "0"] = groups ?? [];
    strictEqual(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), Math.floor(ms / 1000));
  }));
});
