import { Composer, type Document, LineCounter } from "yaml";
import { type ConfigNode, EMPTY_CONFIG, type MappingNode } from "../../../domain/config/config_node.ts";
import { positionOf } from "../../../domain/config/origin.ts";
import { ConfigError } from "../../../domain/errors/errors.ts";
import { checkedText } from "./source_text.ts";
import { syntaxFault, YamlFault } from "./yaml_failures.ts";
import { YamlBudget } from "./yaml_budget.ts";
import { type UnreadableToken, unreadableToken, yamlTokens } from "./yaml_tokens.ts";
import { TreeBuilder } from "./yaml_tree.ts";

/** The content of a file. */
export interface YamlSource {
  readonly tree: MappingNode;
  /** The line of a YAML directive (`%YAML 1.2`) before the document; absent without one. */
  readonly directiveLine?: number;
  /** The first thing that Atmos cannot read; absent without one. */
  readonly unreadable?: UnreadableToken;
  /** Values in the tree; those repeated by aliases count each time. */
  readonly size: number;
}

/** Any value in a file. */
export interface YamlValue {
  readonly node: ConfigNode;
  /** Values in the tree; those repeated by aliases count each time. */
  readonly size: number;
}

/**
 * Reads the first document of a YAML text as a configuration: YAML 1.2's core schema, aliases and merge keys resolved, functions such as
 * `!env NAME` not evaluated. An empty text is an empty mapping.
 *
 * @param text Without a byte-order mark.
 * @param file The path to display.
 * @param budget The budget of this file; its own if absent.
 * @throws {ConfigError} `CONFIG_SYNTAX` or `CONFIG_LIMIT` with the position; nothing else, whatever the text.
 */
export function readYaml(text: string, file: string, budget?: YamlBudget): YamlSource {
  const { node, size } = readYamlValue(text, file, budget);
  if (node.kind === "mapping") {
    const unreadable = unreadableToken(text);
    return { tree: node, size, ...unreadable && { unreadable } };
  }
  if (node.kind === "scalar" && node.value === null) {
    return { tree: { ...EMPTY_CONFIG, origin: { kind: "file", file, line: 1, column: 1 } }, size };
  }
  throw new ConfigError("CONFIG_SYNTAX", `Cannot read "${file}": its top level is not a mapping`, {
    hint: "Start it with keys, such as auth:",
    position: positionOf(node.origin),
  });
}

/** As {@linkcode readYaml}, for any value: a list, a text, … */
export function readYamlValue(written: string, file: string, budget = new YamlBudget()): YamlValue {
  const text = checkedText(written, file);
  const lines = new LineCounter();
  const builder = new TreeBuilder({ file, text, lines });
  try {
    const document = withoutYamlDebugOutput(() => firstDocument(text, { lines, budget }));
    const [error] = document?.errors ?? [];
    if (error !== undefined) throw syntaxFault(error.code, error.pos[0]);
    return builder.build(document?.contents ?? null);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    const { code, message, hint } = error;
    const position = positionOf(builder.origin(Math.min(error.offset, text.length)));
    throw new ConfigError(code, `Cannot read "${file}": ${message}`, { hint, position });
  }
}

/** The first document, with the text parsed no further than needed; undefined if there is none. */
function firstDocument(
  text: string,
  { lines, budget }: { readonly lines: LineCounter; readonly budget: YamlBudget },
): Document.Parsed | undefined {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    // The library's own check compares every key with every other one; ours is in yaml_tree.ts.
    uniqueKeys: false,
    logLevel: "silent",
    keepSourceTokens: false,
  });
  keepFirstError(composer);
  const tokens = yamlTokens(text, { onNewLine: lines.addNewLine, budget });
  for (const document of composer.compose(tokens, true, text.length)) return document;
  return undefined;
}

/** What reports an error or a warning of a document. */
type ErrorSink = (source: unknown, code: string, message: string, isWarning?: boolean) => void;

/**
 * Keeps the first error of each document, and no warning: a file may contain one for each of a hundred thousand tokens, and only the first
 * is shown.
 *
 * Reference: `onError` and `errors` in `compose/composer.js` of yaml 2.9.
 */
function keepFirstError(composer: Composer): void {
  const report: ErrorSink = Reflect.get(composer, "onError");
  const onError: ErrorSink = (source, code, message, isWarning) => {
    const { length }: readonly unknown[] = Reflect.get(composer, "errors");
    if (isWarning !== true && length === 0) report(source, code, message);
  };
  Reflect.set(composer, "onError", onError);
}

/** Node's `process`, as the library uses it. Its browser build reads no variables, so it is not needed in bundles. */
interface Process {
  env: unknown;
}

/**
 * Runs work of the YAML library with an empty `process.env`, and without stack traces.
 *
 * For every token, the library checks whether `LOG_TOKENS` is set, and for every document `LOG_STREAM`; if so, it writes what it reads to
 * standard output, secrets included. Under Deno, each check is also a system call, which takes a tenth of the time of a large file. For
 * every tag that is not YAML's own, it creates an error whose stack takes most of the time and is never shown.
 *
 * @param work Synchronous, so that no other code runs without the environment.
 */
function withoutYamlDebugOutput<T>(work: () => T): T {
  const process = (globalThis as { process?: Process }).process;
  const environment = process?.env;
  const { stackTraceLimit } = Error;
  if (process !== undefined) process.env = {};
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    if (process !== undefined) process.env = environment;
    Error.stackTraceLimit = stackTraceLimit;
  }
}
