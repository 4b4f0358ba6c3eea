import { SSO_YAML } from "./sso_world.ts";
import type { World } from "./world.ts";

/** A server that collects whatever it is sent. */
export function startCollector(): AsyncDisposable & { readonly url: string; readonly got: string[] } {
  const got: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    got.push(`${request.url} ${JSON.stringify([...request.headers])} ${await request.text()}`);
    return new Response("{}", { status: 500 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    got,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const PROVIDER = `region: us-east-1}`;
const endpoint = (spec: string): string => SSO_YAML.replace(PROVIDER, `region: us-east-1, ${spec}}`);
const part = (spec: string): string => `auth: {providers: {acme-sso: {${spec}}}}\n`;

/** Ways in for the address `URL`: files by path, and what is put before the arguments. */
export const WAYS: Readonly<
  Record<string, { readonly files: Readonly<Record<string, string>>; readonly flags?: readonly string[] }>
> = {
  "written at the provider": { files: { "atmos.yaml": endpoint("spec: {endpoint_url: URL}") } },
  "in the older spelling": { files: { "atmos.yaml": endpoint("spec: {aws: {resolver: {url: URL}}}") } },
  "in an imported file": {
    files: { "atmos.yaml": `import: [x.yaml]\n${SSO_YAML}`, "x.yaml": part("spec: {endpoint_url: URL}") },
  },
  "in a drop-in": {
    files: { "atmos.yaml": SSO_YAML, ".atmos.d/x.yaml": part("spec: {endpoint_url: URL}") },
  },
  "in a profile": {
    files: { "atmos.yaml": SSO_YAML, "profiles/p/x.yaml": part("spec: {endpoint_url: URL}") },
    flags: ["--profile", "p"],
  },
  "under an alias of YAML": {
    files: { "atmos.yaml": `e: &e {endpoint_url: URL}\n${endpoint("spec: *e")}` },
  },
  "at the identity": {
    files: {
      "atmos.yaml": SSO_YAML.replace(
        "kind: aws/permission-set\n",
        "kind: aws/permission-set\n      spec: {endpoint_url: URL}\n",
      ).replace("account: {name: dev}", `account: {id: "222233334444"}`),
    },
  },
};

/** How long the session of a person lasts still, in seconds. */
export const LIVES = { "a session that lasts": 3600, "a session to refresh": -60 } as const;

/** Writes the files of a way, for a work; they are removed after it, but for `atmos.yaml`. @param work Takes the arguments that go first, and the files. */
export async function within<T>(
  world: World,
  way: keyof typeof WAYS,
  url: string,
  work: (flags: readonly string[], files: readonly string[]) => Promise<T>,
): Promise<T> {
  const { files, flags = [] } = WAYS[way] ?? { files: {} };
  await world.sandbox.write("atmos.yaml", SSO_YAML);
  for (const [path, text] of Object.entries(files)) {
    await world.sandbox.write(path, text.replaceAll("URL", url));
  }
  try {
    return await work(flags, Object.keys(files));
  } finally {
    for (const path of [".atmos.d", "profiles", "x.yaml"]) {
      await Deno.remove(`${world.sandbox.project}/${path}`, { recursive: true }).catch(() => {});
    }
  }
}
