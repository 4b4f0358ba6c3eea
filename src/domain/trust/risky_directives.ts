import {
  child,
  type ConfigNode,
  foldName,
  type FunctionNode,
  type MappingNode,
} from "../config/config_node.ts";
import { positionOf } from "../config/origin.ts";
import { maskUrls } from "../config/secret_keys.ts";
import type { SourcePosition } from "../errors/errors.ts";
import { escapeText } from "../text/escape.ts";
import { isAwsEndpoint, isAwsStartUrl } from "./aws_hosts.ts";
import { isPasswordVariable } from "./entry_rules.ts";

/** The kinds of risk in a file. */
export type RiskKind =
  | "exec"
  | "remote-import"
  | "remote-include"
  | "outside-include"
  | "endpoint"
  | "start-url"
  | "credential-process"
  | "variable"
  | "mfa-process"
  | "saml-process"
  | "saml-browser"
  | "keyring-password";

/** A directive that only takes effect if the file is trusted. */
export interface RiskyDirective {
  readonly kind: RiskKind;
  /** Its effect, as the end of a sentence that starts with the file. Safe for a terminal. */
  readonly effect: string;
  readonly position?: SourcePosition;
}

/** The top-level keys under which functions are evaluated. */
const EVALUATED_SECTIONS: readonly string[] = ["import", "base_path", "auth", "profiles", "env", "logs"];

/** The prefixes of remote files. Reference: `pkg/config/adapters/gogetter_adapter.go` of Atmos. */
const REMOTE_REGEXP =
  /^(?:https?:\/\/|git::|git@|s3::|s3:\/\/|gcs::|gcs:\/\/|oci:\/\/|file:\/\/|hg::|scp:\/\/|sftp:\/\/|github\.com\/|bitbucket\.org\/)/i;

/** A path that may lead outside the project. */
const OUTSIDE_REGEXP = /^(?:[/~\\]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/;

/**
 * What a file would do if it were trusted, as written, before anything is merged or evaluated; in the order of the text. The result of a
 * function is unknown, and judged when it is used.
 */
export function riskyDirectives(tree: MappingNode): RiskyDirective[] {
  const found: RiskyDirective[] = [];
  const add = (kind: RiskKind, effect: string, node: ConfigNode): void => {
    const position = positionOf(node.origin);
    found.push({ kind, effect, ...(position === undefined ? {} : { position }) });
  };
  const visit = (node: ConfigNode, path: readonly string[]): void => {
    switch (node.kind) {
      case "function":
        return judgeFunction(node, path, add);
      case "scalar":
        return judgeText(node.raw, path, (kind, effect) => add(kind, effect, node));
      case "sequence":
        return node.items.forEach((item) => visit(item, path));
      case "mapping":
        for (const [key, { value }] of node.entries) visit(value, [...path, key]);
    }
  };
  for (const section of EVALUATED_SECTIONS) {
    const node = child(tree, section);
    if (node !== undefined) visit(node, [section]);
  }
  return found;
}

function judgeFunction(
  call: FunctionNode,
  at: readonly string[],
  add: (kind: RiskKind, effect: string, node: ConfigNode) => void,
): void {
  if (call.tag === "!exec") return add("exec", `runs ${quoted(call.argument)}`, call);
  const kind = riskKind(at);
  if (kind !== undefined) {
    add(
      kind,
      `reads ${quoted(at.at(-1) ?? "")} from ${
        quoted(`${call.tag} ${call.argument}`.trim())
      }, which is rejected: write the value literally`,
      call,
    );
  }
  if (!call.tag.startsWith("!include")) return;
  const [path = ""] = call.argument.replace(/^["']/, "").split(/["'\s]/, 1);
  if (REMOTE_REGEXP.test(path)) add("remote-include", `fetches ${quoted(withoutQuery(path))}`, call);
  else if (OUTSIDE_REGEXP.test(path)) {
    add("outside-include", `reads ${quoted(path)}, if it is outside the project`, call);
  }
}

function judgeText(
  text: string,
  path: readonly string[],
  add: (kind: RiskKind, effect: string) => void,
): void {
  if (text === "") return;
  if (path[0] === "import") {
    for (const target of text.split(",").map((part) => part.trim())) {
      if (REMOTE_REGEXP.test(target)) {
        add("remote-import", `fetches and imports ${quoted(withoutQuery(target))}`);
      }
    }
    return;
  }
  const kind = riskKind(path);
  switch (kind) {
    case undefined:
      return;
    case "variable":
      return add(kind, `sets ${quoted(text)} for programs that run as an identity`);
    case "start-url":
      if (isAwsStartUrl(text)) return;
      return add(kind, `opens the login page ${quoted(withoutQuery(text))}, which is not an AWS page`);
    case "endpoint":
      if (isAwsEndpoint(text)) return;
      return add(kind, `sends AWS requests to ${quoted(withoutQuery(text))}`);
    case "keyring-password":
      if (isPasswordVariable(text)) return;
      return add(
        kind,
        `encrypts keys with the value of ${quoted(text)}, which does not look like a password variable`,
      );
    case "saml-browser":
      return add(kind, `runs ${quoted(text)} as the browser`);
    default:
      return add(kind, `runs ${quoted(text)}`);
  }
}

/** Keys whose values run a program, with their names. */
const PROGRAM_KINDS: Readonly<Record<string, RiskKind>> = {
  credential_process: "credential-process",
  mfa_process: "mfa-process",
  saml_process: "saml-process",
  browser_executable_path: "saml-browser",
};

/** The risk of a value at a path, if it requires trust; for endpoints and start URLs, the host decides. */
function riskKind(path: readonly string[]): RiskKind | undefined {
  const key = foldName(path.at(-1) ?? "");
  if (path[0] !== "auth") return undefined;
  if (isVariableName(key, path)) return "variable";
  if (Object.hasOwn(PROGRAM_KINDS, key)) return PROGRAM_KINDS[key];
  if (key === "start_url") return "start-url";
  if (key === "password_env" && foldName(path[1] ?? "") === "keyring") return "keyring-password";
  return isEndpointKey(key, path) ? "endpoint" : undefined;
}

/** `spec.endpoint_url` and the former `credentials.aws.resolver.url`. */
function isEndpointKey(key: string, path: readonly string[]): boolean {
  return key === "endpoint_url" || (key === "url" && foldName(path.at(-2) ?? "") === "resolver");
}

/** The name of a variable in the `env` list of an identity. */
function isVariableName(key: string, path: readonly string[]): boolean {
  return key === "key" && path.length === 5 && foldName(path[1] ?? "") === "identities" &&
    foldName(path[3] ?? "") === "env";
}

function withoutQuery(url: string): string {
  return maskUrls(url).replace(/\?.*$/s, "");
}

/** Not shortened: the omitted part might be what matters. */
function quoted(text: string): string {
  return `"${escapeText(text)}"`;
}
