import {
  child,
  type ConfigNode,
  foldName,
  type FunctionNode,
  type MappingNode,
} from "../config/config_node.ts";
import { positionOf } from "../config/origin.ts";
import { maskUrls } from "../config/secret_keys.ts";
import type { SourcePosition } from "../errors/source_position.ts";
import { escapeText } from "../text/escape.ts";
import { isAwsEndpoint, isAwsStartUrl } from "./aws_urls.ts";

/** What a file can be up to. */
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
  | "saml-browser";

/** Something in a file that is done only when the file is trusted. */
export interface RiskyDirective {
  readonly kind: RiskKind;
  /** What it does, as the end of a sentence that begins with the file. Safe for a terminal. */
  readonly effect: string;
  readonly position?: SourcePosition;
}

/** The top-level keys under which functions are carried out. */
const EVALUATED_SECTIONS: readonly string[] = ["import", "base_path", "auth", "profiles", "env", "logs"];

/** What remote files start with. Reference: `pkg/config/adapters/gogetter_adapter.go` of Atmos. */
const REMOTE_REGEXP =
  /^(?:https?:\/\/|git::|git@|s3::|s3:\/\/|gcs::|gcs:\/\/|oci:\/\/|file:\/\/|hg::|scp:\/\/|sftp:\/\/|github\.com\/|bitbucket\.org\/)/i;

/** A path that can lead out of the project. */
const OUTSIDE_REGEXP = /^(?:[/~\\]|[A-Za-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/;

/** Texts are shown up to this length. */
const MAX_SHOWN = 200;

/**
 * What a file as it is written, before anything is merged or evaluated, would do if it were trusted; in the order of writing. What is
 * behind a function cannot be told and is judged when it is used.
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
        return judgeFunction(node, add);
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
  add: (kind: RiskKind, effect: string, node: ConfigNode) => void,
): void {
  if (call.tag === "!exec") return add("exec", `runs ${quoted(call.argument)}`, call);
  if (!call.tag.startsWith("!include")) return;
  const [path = ""] = call.argument.replace(/^["']/, "").split(/["'\s]/, 1);
  if (REMOTE_REGEXP.test(path)) add("remote-include", `fetches ${quoted(withoutQuery(path))}`, call);
  else if (OUTSIDE_REGEXP.test(path)) {
    add("outside-include", `reads ${quoted(path)}, if that is outside of the project`, call);
  }
}

function judgeText(
  text: string,
  path: readonly string[],
  add: (kind: RiskKind, effect: string) => void,
): void {
  if (text === "") return;
  const key = foldName(path.at(-1) ?? "");
  if (path[0] === "import") {
    for (const target of text.split(",").map((part) => part.trim())) {
      if (REMOTE_REGEXP.test(target)) {
        add("remote-import", `fetches and imports ${quoted(withoutQuery(target))}`);
      }
    }
  } else if (path[0] !== "auth") return;
  else if (isVariableName(key, path)) {
    add("variable", `sets ${quoted(text)} for programs that run as an identity`);
  } else if (key === "credential_process") add("credential-process", `runs ${quoted(text)}`);
  else if (key === "mfa_process") add("mfa-process", `runs ${quoted(text)}`);
  else if (key === "saml_process") add("saml-process", `runs ${quoted(text)}`);
  else if (key === "browser_executable_path") add("saml-browser", `runs ${quoted(text)} as the browser`);
  else if (key === "start_url" && !isAwsStartUrl(text)) {
    add("start-url", `opens the login page ${quoted(withoutQuery(text))}, which is not of AWS`);
  } else if (isEndpointKey(key, path) && !isAwsEndpoint(text)) {
    add("endpoint", `sends requests for AWS to ${quoted(withoutQuery(text))}`);
  }
}

/** `spec.endpoint_url` and the older `credentials.aws.resolver.url`. */
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

function quoted(text: string): string {
  return `"${escapeText(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text)}"`;
}
