import {
  child,
  type ConfigNode,
  foldName,
  type FunctionNode,
  type MappingNode,
} from "../config/config_node.ts";
import { positionOf } from "../config/origin.ts";
import { isPublicVariable } from "../config/public_variables.ts";
import { maskUrls } from "../config/secret_keys.ts";
import { functionWords } from "../config/yaml_functions.ts";
import type { SourcePosition } from "../errors/errors.ts";
import { escapeText } from "../text/escape.ts";
import { isAwsEndpoint, isAwsStartUrl } from "./aws_hosts.ts";
import { ENTRY_NOUNS, type EntrySection, isPasswordVariable, valueRule } from "./entry_rules.ts";

/** The kinds of risk in a file. */
type RiskKind =
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
  | "keyring-password"
  | "sent-value";

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
  const visit = (node: ConfigNode, path: readonly string[]): void => {
    const add = (kind: RiskKind, effect: string): void => {
      const position = positionOf(node.origin);
      found.push({ kind, effect, ...(position === undefined ? {} : { position }) });
    };
    switch (node.kind) {
      case "function":
        return judgeFunction(node, path, add);
      case "scalar":
        return judgeText(node.raw, path, add);
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

type Add = (kind: RiskKind, effect: string) => void;

function judgeFunction(node: FunctionNode, at: readonly string[], add: Add): void {
  const { tag, argument } = node;
  if (tag === "!exec") return add("exec", `runs ${quoted(argument)}`);
  const kind = riskKind(at);
  if (kind !== undefined) {
    const source = quoted(`${tag} ${argument}`.trim());
    add(
      kind,
      `reads ${quoted(at.at(-1) ?? "")} from ${source}, which is rejected: write the value literally`,
    );
  } else judgeSent(node, at, add);
  if (!tag.startsWith("!include")) return;
  const [path = ""] = argument.replace(/^["']/, "").split(/["'\s]/, 1);
  if (REMOTE_REGEXP.test(path)) add("remote-include", `fetches ${quotedUrl(path)}`);
  else if (OUTSIDE_REGEXP.test(path)) {
    add("outside-include", `reads ${quoted(path)}, if it is outside the project`);
  }
}

/** A variable or a file whose value AWS would see. An include of a whole entry composes the configuration: it is no value. */
function judgeSent({ tag, argument }: FunctionNode, at: readonly string[], add: Add): void {
  const [root, section = "", , ...keys] = at.map(foldName);
  const [name] = functionWords(argument) ?? [];
  const path = keys.join(".");
  if (root !== "auth" || name === undefined || ["", "<<", "credentials"].includes(path)) return;
  if (!isSection(section) || !valueRule(section, path, "").isSent) return;
  const isInclude = tag.startsWith("!include");
  if (!isInclude && (tag !== "!env" || isPublicVariable(name))) return;
  add("sent-value", `sends AWS the value of ${quoted(isInclude ? name : `$${name}`)} in ${quoted(path)}`);
}

function isSection(name: string): name is EntrySection {
  return Object.hasOwn(ENTRY_NOUNS, name);
}

function judgeText(text: string, path: readonly string[], add: Add): void {
  if (path[0] === "import") {
    for (const target of text.split(",").map((part) => part.trim())) {
      if (REMOTE_REGEXP.test(target)) add("remote-import", `fetches and imports ${quotedUrl(target)}`);
    }
    return;
  }
  const kind = text === "" ? undefined : riskKind(path);
  const effect = kind === undefined ? undefined : effectOf(kind, text);
  if (kind !== undefined && effect !== undefined) add(kind, effect);
}

/** What a value of some kind does; undefined for nothing that requires trust. */
function effectOf(kind: RiskKind, text: string): string | undefined {
  switch (kind) {
    case "variable":
      return `sets ${quoted(text)} for programs that run as an identity`;
    case "start-url":
      return isAwsStartUrl(text)
        ? undefined
        : `opens the login page ${quotedUrl(text)}, which is not an AWS page`;
    case "endpoint":
      return isAwsEndpoint(text) ? undefined : `sends AWS requests to ${quotedUrl(text)}`;
    case "keyring-password":
      return isPasswordVariable(text)
        ? undefined
        : `encrypts keys with the value of ${quoted(text)}, which does not look like a password variable`;
    case "saml-browser":
      return `runs ${quoted(text)} as the browser`;
    default:
      return `runs ${quoted(text)}`;
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
  // `spec.endpoint_url` and the former `credentials.aws.resolver.url`.
  const isEndpoint = key === "endpoint_url" || (key === "url" && foldName(path.at(-2) ?? "") === "resolver");
  return isEndpoint ? "endpoint" : undefined;
}

/** The name of a variable in the `env` list of an identity. */
function isVariableName(key: string, path: readonly string[]): boolean {
  return key === "key" && path.length === 5 && foldName(path[1] ?? "") === "identities" &&
    foldName(path[3] ?? "") === "env";
}

function quotedUrl(url: string): string {
  return quoted(maskUrls(url).replace(/\?.*$/s, ""));
}

/** Not shortened: the omitted part might be what matters. */
function quoted(text: string): string {
  return `"${escapeText(text)}"`;
}
