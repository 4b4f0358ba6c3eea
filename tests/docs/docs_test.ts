/** Everything that the documentation shows is true: files parse and are valid, commands exist, links lead somewhere. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { validateConfig } from "../../src/app/config/validate_config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../fakes/memory_configurations.ts";
import { DockerConfigDocument } from "../../src/domain/docker/docker_config_document.ts";
import { parseCall } from "../support/command_lines.ts";
import { fromFileUrl } from "../support/module_graph.ts";
import { callsOf, linesOf } from "./examples.ts";
import { documents, fencesOf } from "./markdown.ts";

/** A step of a job of GitHub Actions. */
interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

const DOCUMENTS = await documents();
const FENCES = [...DOCUMENTS].flatMap(([path, text]) => fencesOf(path, text));

Deno.test("commands exist, with their options, those that no test runs included", () => {
  for (const line of [...DOCUMENTS].flatMap(([path, text]) => linesOf(path, text))) {
    for (const call of callsOf(line)) {
      try {
        parseCall(call);
      } catch (error) {
        throw new Error(`${line.place}: ${line.text}`, { cause: error });
      }
    }
  }
});

Deno.test({
  name: "blocks for a shell are such",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (const { place, text } of FENCES.filter(({ language }) => language === "sh")) {
      const { success, stderr } = await new Deno.Command("bash", { args: ["-n", "-c", text] }).output();
      ok(success, `${place}: ${new TextDecoder().decode(stderr)}`);
    }
  },
});

Deno.test("configurations are valid, and without warnings", async () => {
  for (
    const { place, text } of FENCES.filter(({ language, text }) =>
      language === "yaml" && /^auth:/m.test(text)
    )
  ) {
    const { problems } = await validateConfig({
      configurations: new MemoryConfigurations({ "atmos.yaml": text }),
      configSelection: NO_SELECTION,
    });
    deepStrictEqual(problems.map(({ message }) => `${place}: ${message}`), []);
  }
});

Deno.test("YAML and JSON can be parsed", () => {
  for (const { place, language, text } of FENCES) {
    if (language === "json") JSON.parse(text);
    if (language === "json" && text.includes("credHelpers")) DockerConfigDocument.parse(text, place);
    if (language !== "yaml") continue;
    for (const document of parseAllDocuments(text, { logLevel: "silent" })) {
      deepStrictEqual(document.errors.map(({ message }) => `${place}: ${message}`), []);
    }
  }
});

Deno.test("steps give the action inputs that it has", async () => {
  const { inputs } = parse(await Deno.readTextFile(`${fromFileUrl("../")}action.yml`));
  const steps = FENCES.filter(({ language, text }) =>
    language === "yaml" && text.includes("OWNER/atmos-ecr@")
  )
    .flatMap(({ text }) => {
      const document = parse(text);
      const jobs: readonly { readonly steps: readonly Step[] }[] = Object.values(
        document.jobs ?? { document },
      );
      return Array.isArray(document) ? document as Step[] : jobs.flatMap((job) => job.steps);
    })
    .filter(({ uses = "" }) => uses.startsWith("OWNER/atmos-ecr@"));
  ok(steps.length > 1);
  for (const { with: given = {} } of steps) {
    deepStrictEqual(Object.keys(given).filter((name) => !(name in inputs)), []);
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
