import {
  commandPath,
  type HelpSection,
  type HelpTopic,
  lastOf,
  type Trail,
  usageOf,
} from "../command/define_command.ts";
import { optionsOf } from "./help_layout.ts";

/** The help of a command, as JSON. */
export function helpJson(trail: Trail): object {
  const { description, examples, arguments: known, sections, notes } = lastOf(trail);
  const { own, common } = optionsOf(trail);
  return {
    command: commandPath(trail),
    usage: usageOf(trail),
    description,
    examples: examples.map(([line, text]) => ({ command: line, description: text === "" ? null : text })),
    arguments: known.map(({ name, text }) => ({ name, description: text })),
    options: [...own, ...common].map(({ flags, text }) => ({ flags, description: text })),
    commands: sections.flatMap(({ heading, commands }) =>
      commands.map(({ name, summary }) => ({ name, group: heading, summary }))
    ),
    notes: notes.map(sectionJson),
  };
}

/** A topic, as JSON. */
export function topicJson({ name, description, sections }: HelpTopic): object {
  return { topic: name, description, notes: sections.map(sectionJson) };
}

function sectionJson({ heading, rows }: HelpSection): unknown {
  return { heading, rows: rows.map(([term, text]) => ({ term, text })) };
}
