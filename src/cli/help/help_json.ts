import type { Command, Help } from "commander";
import { commandPath } from "./command_path.ts";
import { commandGroups } from "./help_layout.ts";
import { examplesOf, type HelpSection, notesOf } from "./help_sections.ts";
import type { HelpTopic } from "./help_topic.ts";

/** The help of a command, as scripts read it. */
export function helpJson(command: Command, help: Help): unknown {
  return {
    command: commandPath(command),
    usage: help.commandUsage(command),
    description: help.commandDescription(command),
    examples: examplesOf(command).map(([line, text]) => ({
      command: line,
      description: text === "" ? null : text,
    })),
    arguments: help.visibleArguments(command).map((one) => ({
      name: help.argumentTerm(one),
      description: one.description,
    })),
    options: [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)].map((one) => ({
      flags: help.optionTerm(one),
      description: one.description,
    })),
    commands: commandGroups(command, help).flatMap(([group, rows]) =>
      rows.map(([name, summary]) => ({ name, group, summary }))
    ),
    notes: notesOf(command).map(sectionJson),
  };
}

/** A topic, as scripts read it. */
export function topicJson({ name, description, sections }: HelpTopic): unknown {
  return { topic: name, description, notes: sections.map(sectionJson) };
}

/** A JSON object as text, its line ended. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function sectionJson({ heading, rows }: HelpSection): unknown {
  return { heading, rows: rows.map(([term, text]) => ({ term, text })) };
}
