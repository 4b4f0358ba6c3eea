import { programCalls } from "../support/command_lines.ts";
import { type Fence, fencesOf } from "./markdown.ts";

/** Blocks with lines of a shell, or of something that hands them to one. */
const LANGUAGES: readonly string[] = ["sh", "console", "yaml", "groovy"];

/** Code in text that is a call of the program: `atmos-ecr login …`. */
const INLINE_REGEXP = /`(atmos-ecr [^`]*)`/g;

/** What stands for something else, and what it may stand for. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  HOST: "123456789012.dkr.ecr.eu-west-1.amazonaws.com",
  FILE: "atmos.yaml",
  KEY: "auth.realm",
};

/** A line of a shell, as a document shows it. */
export interface Line {
  /** `README.md:12`. */
  readonly place: string;
  readonly text: string;
  /** The configuration that a reader has before the eyes: the last one of the section, else the first of the page. */
  readonly config: string | undefined;
}

/** The lines of a document that are for a shell, in blocks and in text. */
export function linesOf(path: string, text: string): Line[] {
  const fences = fencesOf(path, text);
  const first = fences.find(isConfiguration);
  const inBlocks = fences.filter(({ language }) => LANGUAGES.includes(language)).flatMap((fence) => {
    const section = fences.filter((other) => isConfiguration(other) && isAbove(other, fence, text)).at(-1);
    return typed(fence).map((line) => ({
      place: fence.place,
      text: line,
      config: (section ?? first)?.text,
    }));
  });
  const prose = text.replaceAll(/^ *```.*?^ *```/gms, "");
  const inText = [...prose.matchAll(INLINE_REGEXP)]
    .map(([, line = ""]) => line.replaceAll(/\s+/g, " "))
    .filter((line) => !/[…]|\.\.\.|COMMAND|TOPIC/.test(line))
    .map((line) => ({ place: path, text: line, config: first?.text }));
  return [...inBlocks, ...inText];
}

/** The calls of the program in a line, as arguments, with something in place of what is to be filled in. */
export function callsOf({ text }: Line): string[][] {
  return programCalls(text).map((args) => args.map((arg) => PLACEHOLDERS[arg] ?? arg));
}

function isConfiguration({ language, text }: Fence): boolean {
  return language === "yaml" && /^auth:/m.test(text);
}

/** Whether a block is above another one, under the same heading. */
function isAbove(one: Fence, other: Fence, text: string): boolean {
  const [from, to] = [lineOf(one), lineOf(other)];
  return from < to && !text.split("\n").slice(from, to).some((line) => /^#+ /.test(line));
}

function lineOf({ place }: Fence): number {
  return Number(/\d+$/.exec(place)?.[0]);
}

/** What is typed of a block: in a console, what follows the prompt; in other files, what they hand to a shell. */
function typed({ language, text }: Fence): string[] {
  const lines = text.replaceAll(/\\\n\s*/g, " ").split("\n").map((line) => line.trim());
  switch (language) {
    case "console":
      return lines.flatMap((line) => line.startsWith("$ ") ? [line.slice(2)] : []);
    case "groovy":
      return lines.flatMap((line) => /^sh '(.*)'$/.exec(line)?.[1] ?? []);
    case "yaml":
      return lines.flatMap((line) =>
        /^(?:- )?(?:run: |(?<=- ))((?:atmos-ecr|docker|echo) .*)$/.exec(line)?.[1] ?? []
      );
    default:
      return lines.filter((line) => line !== "" && !line.startsWith("#"));
  }
}
