import type { Problem } from "../../domain/config/problem.ts";
import { moreProblems, shownProblems } from "../../domain/config/shown_problems.ts";
import type { Ending } from "../../domain/login/outcome.ts";
import { escapeText } from "../../domain/text/escape.ts";
import type { ConfigFileReport, LoadedConfig } from "../../ports/config.ts";
import type { Environment } from "../../ports/process.ts";
import type { Console, Notes, Progress } from "../../ports/terminal.ts";
import { problemText } from "./errors.ts";
import { type Annotation, annotationLine, inGitHubActions } from "./github.ts";
import { jsonDocument, type OutputOptions } from "./output_formats.ts";
import { type Styles, stylesFor } from "./styles.ts";
import { type Cell, formatRows, formatTable } from "./table.ts";
import { wrapToTerminal } from "./words.ts";

/** A line of facts: a label and a value. An empty label continues the previous line. */
export type Fact = readonly [name: string, value: string];

/** The output of a command: data on standard output, messages on standard error, according to the global options. */
export class Writer implements Notes {
  /** Whether `--output json` was given. */
  readonly json: boolean;
  /** Shows progress; undefined if only data is wanted. */
  readonly progress: Progress | undefined;
  /** The styles of standard error. */
  readonly styles: Styles;
  readonly #outStyles: Styles;
  readonly #console: Console;
  readonly #options: OutputOptions;
  readonly #annotates: boolean;
  /** In lower case; the levels of Atmos are trace, debug, info, warning, error and off. */
  #level: string;
  /** The warnings shown so far: several parts of the program may report the same one. */
  readonly #warnings = new Set<string>();
  #unwritten: readonly Problem[] = [];

  constructor(
    context: {
      readonly console: Console;
      readonly environment: Pick<Environment, "get">;
      readonly progress: Progress;
    },
    options: OutputOptions,
  ) {
    this.#options = options;
    this.#console = context.console;
    this.#annotates = inGitHubActions(context.environment);
    this.json = this.#options.output === "json";
    this.progress = this.quiet || this.json ? undefined : context.progress;
    this.#level = (context.environment.get("ATMOS_LOGS_LEVEL") ?? "").toLowerCase();
    this.styles = stylesFor(this.#options.color && context.console.colourErr);
    this.#outStyles = stylesFor(this.#options.color && context.console.colourOut);
  }

  get quiet(): boolean {
    return this.#options.quiet === true;
  }

  /** Writes one JSON object, with the version of its shape, to standard output. */
  data(fields: object): void {
    this.#console.out(jsonDocument(fields));
  }

  /** Writes terminated lines to standard output. */
  text(text: string): void {
    this.#console.out(text);
  }

  /** Writes terminated lines to standard output, wrapped to the terminal. */
  wrappedText(text: string): void {
    this.text(wrapToTerminal(text, this.#console.columnsOut));
  }

  /** Writes a table to standard output, fitted to the terminal. Headings are optional. */
  table(rows: readonly (readonly Cell[])[], headings?: readonly string[]): void {
    const layout = { width: this.#console.columnsOut, styles: this.#outStyles };
    this.text(headings === undefined ? formatRows(rows, layout) : formatTable(headings, rows, layout));
  }

  /** Writes facts to standard output, one per line. */
  facts(facts: readonly Fact[]): void {
    this.table(facts.map(([name, value]) => [{ text: name, meaning: "name" }, escapeText(value)]));
  }

  /** Writes messages to standard error, unless `--quiet`. */
  info(text: string): void {
    if (!this.quiet) this.error(text);
  }

  /** Writes failures to standard error, even with `--quiet`. */
  error(text: string): void {
    this.#console.err(wrapToTerminal(text, this.#console.columnsErr));
  }

  /** Writes the lines of results to standard error, even with `--quiet` if one of them is a failure. */
  results(endings: readonly Ending[], text: string): void {
    if (endings.some(({ status }) => status === "failed")) this.error(text);
    else this.info(text);
  }

  /** Writes messages to standard error, with `--verbose` only. */
  detail(text: string): void {
    if (this.#options.verbose === true || /^(trace|debug)$/.test(this.#level)) {
      this.info(this.styles("aside", text));
    }
  }

  /**
   * Writes which files were searched, for `--verbose`, the problems of the configuration, and notes.
   *
   * @param config Its level of logging; `ATMOS_LOGS_LEVEL` takes precedence.
   */
  configuration({ files, problems, notes = [], config }: {
    readonly files: readonly ConfigFileReport[];
    readonly problems: readonly Problem[];
    readonly notes?: readonly string[];
    readonly config?: Pick<LoadedConfig, "logsLevel"> | undefined;
  }): void {
    if (this.#level === "") this.#level = config?.logsLevel?.value.toLowerCase() ?? "";
    for (const file of files) this.detail(fileSentence(file));
    this.problems(problems);
    this.warnings(notes);
  }

  /** Writes which files were searched, even without `--verbose`. */
  files(files: readonly ConfigFileReport[]): void {
    for (const file of files) this.info(this.styles("aside", fileSentence(file)));
  }

  /** Keeps the problems of the configuration for {@linkcode unwrittenProblems}. */
  keepProblems(problems: readonly Problem[]): void {
    this.#unwritten = problems;
  }

  /** Writes the problems that were kept, if the command has failed before it wrote any: they may be the reason. */
  unwrittenProblems(): void {
    this.problems(this.#unwritten);
  }

  /** Writes the problems of the configuration. */
  problems(problems: readonly Problem[]): void {
    this.#unwritten = [];
    if (this.#isSilent) return;
    const listed = shownProblems(problems);
    this.info(
      listed.shown.map((problem) => problemText(problem, this.styles)).join("") + moreProblems(listed),
    );
    for (const problem of listed.shown) this.annotate({ ...problem, severity: "warning" });
  }

  /** Writes a warning that refers to no line of a file, once. */
  warning(sentence: string): void {
    if (this.#isSilent || this.#warnings.has(sentence)) return;
    this.#warnings.add(sentence);
    this.info(`${this.styles("warning", "Warning:")} ${escapeText(sentence)}\n`);
    this.annotate({ severity: "warning", message: sentence });
  }

  /** Writes several of them. */
  warnings(sentences: readonly string[]): void {
    for (const sentence of sentences) this.warning(sentence);
  }

  /** Adds an annotation in GitHub Actions; elsewhere, the written message is enough. */
  annotate(annotation: Annotation): void {
    if (!this.#annotates || this.json) return;
    if (annotation.severity === "error") this.#console.err(annotationLine(annotation));
    else this.info(annotationLine(annotation));
  }

  /** Writes a sentence with `--verbose` only. */
  debug(sentence: string): void {
    this.detail(`${escapeText(sentence)}\n`);
  }

  get #isSilent(): boolean {
    return /^(error|off)$/.test(this.#level);
  }
}

function fileSentence({ path, read, broken, reason }: ConfigFileReport): string {
  const state = read ? "Read" : broken === true ? "Broken" : "Skipped";
  return `${state} ${escapeText(path)} (${escapeText(reason)})\n`;
}
