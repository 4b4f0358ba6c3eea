import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { parse } from "yaml";
import { API_VERSIONS } from "../../../src/domain/kubelet/plugin_api.ts";
import { ROLE_ANNOTATION } from "../../../src/domain/kubelet/pod_role.ts";
import { parseHost } from "../../../src/domain/registry/registry.ts";
import { fromFileUrl } from "../../support/module_graph.ts";
import { matchesImage } from "./match_image.ts";

/** The file, as far as the kubelet reads it. */
interface ProviderConfig {
  readonly apiVersion: string;
  readonly kind: string;
  readonly providers: readonly {
    readonly name: string;
    readonly apiVersion: string;
    readonly args: readonly string[];
    readonly matchImages: readonly string[];
    readonly defaultCacheDuration: string;
    readonly tokenAttributes?: Readonly<Record<string, unknown>>;
    readonly env: readonly { readonly name: string; readonly value: string }[];
  }[];
}

const [config, withAccounts] = await Promise.all(
  ["credential-provider-config.yaml", "credential-provider-config-service-accounts.yaml"].map(
    async (name): Promise<ProviderConfig> =>
      parse(await Deno.readTextFile(fromFileUrl(`../docs/kubernetes/${name}`))),
  ),
);
ok(config !== undefined && withAccounts !== undefined);
const [provider] = config.providers;
ok(provider !== undefined);

// Reference: `decode` and `validateCredentialProviderConfig`,
// https://github.com/kubernetes/kubernetes/blob/03db2278d526/pkg/credentialprovider/plugin/config.go
Deno.test("the sample passes the kubelet's own validation", () => {
  deepStrictEqual([config.apiVersion, config.kind], ["kubelet.config.k8s.io/v1", "CredentialProviderConfig"]);
  strictEqual(config.providers.length, 1);
  ok(!/[/ ]/.test(provider.name) && ![".", ".."].includes(provider.name));
  ok(API_VERSIONS.some((version) => version === provider.apiVersion));
  match(provider.defaultCacheDuration, /^(\d+(h|m|s))+$/);
  ok(provider.matchImages.length > 0);
  for (const pattern of provider.matchImages) {
    // A URL without scheme, globs in the host alone.
    ok(!pattern.includes("://") && !/[*?].*\/|\/.*[*?]/.test(pattern) && /^[^/\s]+$/.test(pattern), pattern);
  }
  for (const { name, value } of provider.env) ok(name !== "" && typeof value === "string");
  deepStrictEqual(Object.keys(provider).toSorted(), [
    "apiVersion",
    "args",
    "defaultCacheDuration",
    "env",
    "matchImages",
    "name",
  ]);
  // The executable's name, and the arguments that make it the plug-in.
  deepStrictEqual([provider.name, provider.args], ["atmos-ecr", ["kubelet"]]);
});

// Reference: `validateCredentialProviderConfig`, as above, of Kubernetes 1.34 and later.
Deno.test("the sample for service accounts is the other one, with tokens and the annotation of roles", () => {
  const [{ tokenAttributes, ...rest } = provider] = withAccounts.providers;
  deepStrictEqual({ ...withAccounts, providers: [rest] }, config);
  deepStrictEqual(tokenAttributes, {
    serviceAccountTokenAudience: "sts.amazonaws.com",
    cacheType: "ServiceAccount",
    requireServiceAccount: false,
    optionalServiceAccountAnnotationKeys: [ROLE_ANNOTATION],
  });
  strictEqual(rest.apiVersion, "credentialprovider.kubelet.k8s.io/v1");
});

Deno.test("the sample matches the images of every ECR registry, and of no other", async () => {
  const table: { accepted: readonly { input?: string; host?: string }[] } | readonly unknown[] = JSON.parse(
    await Deno.readTextFile(fromFileUrl("../fixtures/registries.json")),
  );
  const hosts = [
    ...new Set([...JSON.stringify(table).matchAll(/"([a-z0-9.-]+)"/g)].map(([, host]) => host ?? "")),
  ];
  const registries = hosts.filter((host) => parseHost(host) !== undefined);
  ok(registries.length > 10);
  const isMatched = (image: string): boolean =>
    provider.matchImages.some((pattern) => matchesImage(pattern, image));
  for (const host of registries) ok(isMatched(`${host}/team/app:1.0`), host);
  for (
    const image of [
      "docker.io/library/nginx",
      "amazonaws.com/x",
      "1.dkr.ecr.us-east-1.amazonaws.com.evil.com/x",
      "evil.com/222233334444.dkr.ecr.us-east-1.amazonaws.com/x",
      "222233334444.dkr.ecr.us-east-1.amazonaws.com:443/x",
      "ghcr.io/public.ecr.aws/x",
    ]
  ) ok(!isMatched(image), image);
});

Deno.test("matchesImage() gives the examples of the API's documentation", () => {
  const cases: [string, string, boolean][] = [
    ["*.io", "a.k8s.io/x", false],
    ["*.k8s.io", "a.k8s.io/x", true],
    ["k8s.*.io", "k8s.a.io", true],
    ["k8s.*", "k8s.io", true],
    ["app*.k8s.io", "app1.k8s.io/x", true],
    ["*.*.registry.io", "a.b.registry.io", true],
    ["registry.io:8080/path", "registry.io:8080/path/x", true],
    ["registry.io:8080/path", "registry.io/path/x", false],
  ];
  for (const [pattern, image, expected] of cases) {
    strictEqual(matchesImage(pattern, image), expected, pattern);
  }
});
