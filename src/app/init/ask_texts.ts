import { parseRegistry } from "../../domain/registry/parse_registry.ts";
import type { Registry } from "../../domain/registry/registry.ts";
import { AtmosEcrError } from "../../domain/errors/errors.ts";
import type { InitPorts } from "./init_ports.ts";
import { regionFault, startUrlFault } from "./init_request.ts";

/** Milliseconds for all prompts together, in case the user leaves the terminal. */
const PATIENCE_MS = 60 * 60 * 1000;

type Asking = Pick<InitPorts, "prompter" | "deadlines">;

/** Prompts for one region. */
export async function askRegion(question: string, ports: Asking): Promise<string> {
  const answer = await ask(
    `${question} For example eu-west-1`,
    ports,
    (answer) => answer === "" ? "Enter a region such as eu-west-1" : regionFault(answer),
  );
  return answer.trim();
}

/** Prompts for one or more regions. */
export async function askRegions(ports: Asking): Promise<readonly string[]> {
  const answer = await ask(
    "Which regions are the registries in? For example eu-west-1; separate several with spaces",
    ports,
    (answer) =>
      words(answer).length === 0
        ? "Enter a region such as eu-west-1"
        : words(answer).map((word) => regionFault(word)).find((fault) => fault !== undefined),
  );
  return [...new Set(words(answer))];
}

/** Prompts for registry hosts. */
export async function askRegistries(ports: Asking): Promise<readonly Registry[]> {
  const answer = await ask("Which registries? Enter hosts, separated by spaces", ports, (answer) => {
    try {
      return words(answer).map(parseRegistry).length === 0
        ? "Enter a host such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com"
        : undefined;
    } catch (error) {
      if (error instanceof AtmosEcrError) return error.message;
      throw error;
    }
  });
  return words(answer).map(parseRegistry);
}

/** Prompts for a start URL. */
export async function askStartUrl(ports: Asking): Promise<string> {
  const answer = await ask(
    "What is your IAM Identity Center start URL? For example https://acme.awsapps.com/start",
    ports,
    (answer) => answer === "" ? "Enter a URL such as https://acme.awsapps.com/start" : startUrlFault(answer),
  );
  return answer.trim();
}

async function ask(
  text: string,
  { prompter, deadlines }: Asking,
  check: (answer: string) => string | undefined,
): Promise<string> {
  using deadline = deadlines(PATIENCE_MS);
  return await prompter.ask(
    { text, hidden: false, check: (answer) => check(answer.trim()) },
    deadline.signal,
  );
}

function words(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
