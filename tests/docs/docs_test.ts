/** Everything that the documentation shows is true: files parse and are valid, commands exist, links lead somewhere. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { parseAllDocuments } from "yaml";
import { validateConfig } from "../../src/app/validate_config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";
import { parseCall, programCalls } from "../support/command_lines.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { documents, fencesOf } from "./markdown.ts";

const DOCUMENTS = await documents();
const FENCES = [...DOCUMENTS].flatMap(([path, text]) => fencesOf(path, text));

/** Code in text that is a call of the program: `atmos-ecr login …`, without what stands for something else. */
const INLINE_REGEXP = /`(atmos-ecr [^`]*)`/g;

/** Checks the calls of a line of a shell. */
async function checkLine(line: string, place: string): Promise<void> {
  for (const call of programCalls(line)) {
    try {
      await parseCall(call);
    } catch (error) {
      throw new Error(`${place}: ${line}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

Deno.test("commands in blocks exist, with their options", async () => {
  for (
    const { place, language, text } of FENCES.filter(({ language }) =>
      /^(sh|console|yaml|groovy)$/.test(language)
    )
  ) {
    const lines = text.replaceAll(/\\\n\s*/g, " ").split("\n");
    const typed = language === "console" ? lines.filter((line) => line.startsWith("$ ")) : lines;
    for (const line of typed) {
      await checkLine(line.replace(/^\s*(- run:|- |run:|sh ')?\s*(\$ )?/, "").replace(/'$/, ""), place);
    }
  }
});

Deno.test("commands in text exist, with their options", async () => {
  for (const [path, text] of DOCUMENTS) {
    for (const [, line = ""] of text.replaceAll(/^ *```.*?^ *```/gms, "").matchAll(INLINE_REGEXP)) {
      if (/[…]|\.\.\.|COMMAND|TOPIC/.test(line)) continue;
      await checkLine(line.replaceAll(/\s+/g, " "), path);
    }
  }
});

Deno.test("configurations are valid, and without warnings", async () => {
  for (
    const { place, text } of FENCES.filter(({ language, text }) =>
      language === "yaml" && /^auth:/m.test(text)
    )
  ) {
    const { problems } = await validateConfig(new MemoryConfigurations({ "atmos.yaml": text }), NO_SELECTION);
    deepStrictEqual(problems.map(({ message }) => `${place}: ${message}`), []);
  }
});

Deno.test("YAML and JSON can be parsed", () => {
  for (const { place, language, text } of FENCES) {
    if (language === "json") JSON.parse(text);
    if (language !== "yaml") continue;
    for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
      deepStrictEqual(document.errors.map(({ message }) => `${place}: ${message}`), []);
    }
  }
});

Deno.test("links between documents lead to files", async () => {
  const broken: string[] = [];
  for (const [path, text] of DOCUMENTS) {
    for (
      const [, target = ""] of text.matchAll(
        /\]\((?!https?:|#|mailto:|(?:\.\.\/)+releases\/)([^)#]+)(?:#[^)]*)?\)/g,
      )
    ) {
      const file = fromFileUrl("../") + normalize(join(dirname(path), target));
      if (!await Deno.stat(file).then(() => true, () => false)) broken.push(`${path}: ${target}`);
    }
  }
  deepStrictEqual(broken, []);
});

Deno.test("every document is reached from the README", () => {
  const readme = DOCUMENTS.get("README.md") ?? "";
  for (const path of DOCUMENTS.keys()) ok(path === "README.md" || readme.includes(`](${path}`), path);
});
