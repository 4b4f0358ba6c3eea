import type { Command } from "commander";

/** A line of a section: what is typed or meant, and what that does. */
export type HelpRow = readonly [term: string, text: string];

/** Something that the help of a command says besides what its arguments and options are. */
export interface HelpSection {
  readonly heading: string;
  readonly rows: readonly HelpRow[];
}

const EXAMPLES = "Examples";

const SECTIONS = new WeakMap<Command, HelpSection[]>();

/** Adds examples to a command: whole command lines, which tests run, each with what it does. */
export function addExamples(command: Command, rows: readonly HelpRow[]): Command {
  return addSection(command, { heading: EXAMPLES, rows });
}

/** Adds a section of another kind. */
export function addSection(command: Command, section: HelpSection): Command {
  SECTIONS.set(command, [...sectionsOf(command), section]);
  return command;
}

/** The examples of a command. */
export function examplesOf(command: Command): readonly HelpRow[] {
  return sectionsOf(command).filter(({ heading }) => heading === EXAMPLES).flatMap(({ rows }) => rows);
}

/** The sections of a command that are not examples. */
export function notesOf(command: Command): readonly HelpSection[] {
  return sectionsOf(command).filter(({ heading }) => heading !== EXAMPLES);
}

function sectionsOf(command: Command): HelpSection[] {
  return SECTIONS.get(command) ?? [];
}
