import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fetchableUrl, isRemote, redacted } from "../../../../src/adapters/config/files/remote_url.ts";

/** Reference: atmos-config.md section 2.5. */
const REMOTE = [
  "http://x/a",
  "https://x/a",
  "HTTPS://x/a",
  "git::x",
  "git@x:y",
  "s3::x",
  "s3://x",
  "gcs::x",
  "gcs://x",
  "oci://x",
  "file://x",
  "hg::x",
  "scp://x",
  "sftp://x",
  "github.com/a/b",
  "bitbucket.org/a/b",
];

Deno.test("isRemote() knows Atmos' forms and no others", () => {
  for (const path of REMOTE) strictEqual(isRemote(path), true, path);
  for (const path of ["a.yaml", "./github.com/a", "gitlab.com/a/b", "/https://x", "C:\\a"]) {
    strictEqual(isRemote(path), false, path);
  }
});

const RAW = "https://raw.githubusercontent.com";

/** Path → the URL to fetch, or undefined for what is not supported. */
const FORMS: Readonly<Record<string, string | undefined>> = {
  "https://example.com/a.yaml?x=1": "https://example.com/a.yaml?x=1",
  "http://127.0.0.1:8/a.yaml": "http://127.0.0.1:8/a.yaml",
  "github.com/acme/infra//a.yaml": `${RAW}/acme/infra/HEAD/a.yaml`,
  "github.com/acme/infra//a/b.yaml?ref=main": `${RAW}/acme/infra/main/a/b.yaml`,
  "git::https://github.com/acme/infra.git//a.yaml?ref=feature/x": `${RAW}/acme/infra/feature/x/a.yaml`,
  "https://github.com/acme/infra//a.yaml?ref=v1": `${RAW}/acme/infra/v1/a.yaml`,
  "github.com/acme/infra": undefined,
  "github.com/acme/infra//*.yaml": undefined,
  "github.com/acme/infra//../../x/y/a.yaml": undefined,
  "github.com/../infra//a.yaml": undefined,
  "github.com/acme/infra//a.yaml?ref=../../x": undefined,
  "github.com/acme/infra//a.yaml?ref=x&sshkey=y": undefined,
  "git::https://github.com.evil.example/a/b//c.yaml": undefined,
  "git::ssh://git@github.com/acme/infra//a.yaml": undefined,
  "https://example.com/repo.zip//a.yaml": undefined,
  "s3::https://x/y": undefined,
  "file:///etc/passwd": undefined,
  "git@github.com:acme/infra.git//a.yaml": undefined,
};

for (const [path, url] of Object.entries(FORMS)) {
  Deno.test(`fetchableUrl() gives ${url ?? "nothing"} for ${path}`, () => {
    const result = fetchableUrl(path);
    strictEqual(result.kind === "url" ? result.url : undefined, url);
  });
}

Deno.test("redacted() hides user information and query", () => {
  deepStrictEqual(redacted("https://u:p@h/a?token=x"), "https://***@h/a");
});
