/** The prefixes of remote imports. Reference: `pkg/config/adapters/gogetter_adapter.go` of Atmos. */
const REMOTE_REGEXP =
  /^(?:https?:\/\/|git::|git@|s3::|s3:\/\/|gcs::|gcs:\/\/|oci:\/\/|file:\/\/|hg::|scp:\/\/|sftp:\/\/|github\.com\/|bitbucket\.org\/)/i;

/** Whether a path is remote. */
export function isRemote(path: string): boolean {
  return REMOTE_REGEXP.test(path);
}

/** A URL without user information and query, which may contain secrets. */
export function redacted(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//***@").replace(/\?.*$/s, "");
}

/** The host of GitHub's raw files. */
export const RAW_GITHUB_HOST = "raw.githubusercontent.com";

/** A file on GitHub in go-getter's syntax: `github.com/OWNER/REPO//PATH?ref=REF`. */
const GITHUB_REGEXP =
  /^(?:git::)?(?:https:\/\/)?github\.com\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/\/([^?*[{]+)(?:\?ref=([\w.\/+-]+))?$/i;

/** How a remote path can be fetched. */
export type Fetchable =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "unsupported"; readonly state: string; readonly hint: string };

/**
 * The URL of a remote path: `https://` as it is, a file on GitHub by its raw URL. `http://` is for loopback only, which the fetcher
 * enforces.
 *
 * Reference: https://github.com/hashicorp/go-getter#url-format for the forms.
 */
export function fetchableUrl(path: string): Fetchable {
  const github = GITHUB_REGEXP.exec(path);
  if (github !== null) {
    const [, owner, repository, file = "", ref = "HEAD"] = github;
    if (![owner, repository, ...file.split("/"), ...ref.split("/")].includes("..")) {
      return { kind: "url", url: `https://${RAW_GITHUB_HOST}/${owner}/${repository}/${ref}/${file}` };
    }
  }
  if (/^https?:\/\//i.test(path) && !/^\w+:\/\/[^?]*\/\//.test(path)) return { kind: "url", url: path };
  const form = /^[a-z0-9]+(?=:)/i.exec(path)?.[0] ?? path.split("/")[0] ?? "";
  return {
    kind: "unsupported",
    state: `this form of "${form}" is not supported`,
    hint:
      "Use the URL of one file, https:// or github.com/OWNER/REPO//FILE?ref=REF, or download it and import the local file",
  };
}
