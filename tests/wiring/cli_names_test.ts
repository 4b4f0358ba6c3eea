/** Names that were completed before are offered again without reading the configuration, as long as nothing has changed. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { PROGRAM } from "../../src/cli/specs/program.ts";
import { complete as completeWords } from "../../src/cli/completion/complete.ts";
import { openCompletion } from "../../src/wiring/cli_completion.ts";
import { Sandbox } from "../support/sandbox.ts";

const YAML = `import: [more.yaml]
auth:
  identities:
    dev: {kind: aws/ambient}
    prod: {kind: aws/ambient}
`;
const FILES = {
  "atmos.yaml": YAML,
  "more.yaml": "auth: {identities: {more: {kind: aws/ambient}}}",
  "profiles/ci/a.yaml": "auth: {identities: {only-ci: {kind: aws/ambient}}}",
  "below/.keep": "",
};
const ALL = ["dev", "more", "prod"];

/** A call, and how it is run. */
interface Call {
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What changes after names were completed once → what is offered then. */
const CHANGES: readonly {
  readonly name: string;
  readonly change?: (project: string) => Promise<unknown>;
  readonly call?: Call;
  readonly names: readonly string[];
}[] = [
  { name: "nothing", names: ALL },
  {
    name: "another content of the same length",
    change: (project) => Deno.writeTextFile(join(project, "atmos.yaml"), YAML.replace("prod", "test")),
    names: ["dev", "more", "test"],
  },
  {
    name: "an imported file",
    change: (project) =>
      Deno.writeTextFile(join(project, "more.yaml"), "auth: {identities: {other: {kind: aws/ambient}}}"),
    names: ["dev", "other", "prod"],
  },
  {
    name: "a file that was not there",
    change: async (project) => {
      await Deno.mkdir(join(project, ".atmos.d"));
      await Deno.writeTextFile(
        join(project, ".atmos.d/x.yaml"),
        "auth: {identities: {dropped: {kind: aws/ambient}}}",
      );
    },
    names: ["dev", "dropped", "more", "prod"],
  },
  {
    name: "the file is gone",
    change: (project) => Deno.remove(join(project, "atmos.yaml")),
    names: [],
  },
  {
    name: "the file is broken",
    change: (project) => Deno.writeTextFile(join(project, "atmos.yaml"), "auth: {"),
    names: [],
  },
  {
    name: "a profile by option",
    call: { args: ["--profile", "ci"] },
    names: ["dev", "more", "only-ci", "prod"],
  },
  {
    name: "a profile by variable",
    call: { env: { ATMOS_PROFILE: "ci" } },
    names: ["dev", "more", "only-ci", "prod"],
  },
  { name: "another file by option", call: { args: ["--config", "more.yaml"] }, names: ["more"] },
  { name: "another directory", call: { args: ["--chdir", "/"] }, names: [] },
  { name: "all files trusted", call: { env: { ATMOS_ECR_TRUST: "all" } }, names: ALL },
];

/** Completes as a process of its own does, with all that is real but the streams and the working directory. */
async function complete(sandbox: Sandbox, { args = [], env = {} }: Call = {}): Promise<string[]> {
  const variables = sandbox.environment(env);
  let cwd = sandbox.project;
  const environment = {
    get: (name: string): string | undefined => variables[name],
    get cwd() {
      return cwd;
    },
    os: "linux" as const,
  };
  let out = "";
  await completeWords(PROGRAM, [...args, "login", "--identity", ""], {
    version: "1.2.3",
    console: {
      out: (text) => void (out += text),
      err: () => {},
      colourOut: false,
      colourErr: false,
      columnsOut: undefined,
      columnsErr: undefined,
    },
    openCompletion: () =>
      Promise.resolve({ ...openCompletion(environment), changeDirectory: (path) => void (cwd = path) }),
    openProfileCompletion: () => Promise.reject(new Error("No profile is completed")),
  });
  return out.trimEnd().split("\n").slice(0, -1).map((line) => line.split("\t")[0] ?? "").toSorted();
}

async function kept(sandbox: Sandbox): Promise<string[]> {
  const files = await Array.fromAsync(Deno.readDir(join(sandbox.home, ".cache/atmos/ecr/names")));
  return files.map(({ name }) => name).filter((name) => name.endsWith(".json"));
}

Deno.test("names that are known are offered as long as what they were found in is the same", async (t) => {
  for (const { name, change, call, names } of CHANGES) {
    await t.step(name, async () => {
      await using sandbox = await Sandbox.create(FILES);
      deepStrictEqual(await complete(sandbox), ALL);
      strictEqual((await kept(sandbox)).length, 1);
      await change?.(sandbox.project);
      deepStrictEqual(await complete(sandbox, call), names);
      deepStrictEqual(await complete(sandbox, call), names);
    });
  }
});

Deno.test("known names are what is offered, and a file of others counts as absent", async () => {
  await using sandbox = await Sandbox.create(FILES);
  await complete(sandbox);
  const [file = ""] = await kept(sandbox);
  const path = join(sandbox.home, ".cache/atmos/ecr/names", file);
  const text = await Deno.readTextFile(path);
  // The proof that the configuration is not read.
  await Deno.writeTextFile(path, text.replace('"prod"', '"remembered"'));
  deepStrictEqual(await complete(sandbox), ["dev", "more", "remembered"]);
  for (
    const broken of [
      "",
      "{",
      text.replace('"version":1', '"version":2'),
      text.replace('"prod"', "7"),
      text.replace(/"digest":"[^"]*"/, '"digest":""'),
      text.replace(/"inputs":\[\[/, '"inputs":[["nosuch","x"],['),
    ]
  ) {
    ok(broken !== text);
    await Deno.writeTextFile(path, broken);
    deepStrictEqual(await complete(sandbox), ALL, broken);
  }
  if (Deno.build.os !== "windows") {
    await Deno.writeTextFile(path, text.replace('"prod"', '"remembered"'));
    await Deno.chmod(path, 0o666);
    deepStrictEqual(await complete(sandbox), ALL, "others may write it");
  }
});

Deno.test("without a cache, names are found each time", async () => {
  await using sandbox = await Sandbox.create(FILES);
  const env = { AWS_ECR_DISABLE_CACHE: "1" };
  for (let run = 0; run < 2; run++) deepStrictEqual(await complete(sandbox, { env }), ALL);
  strictEqual(await Deno.stat(join(sandbox.home, ".cache")).then(() => true, () => false), false);
});
