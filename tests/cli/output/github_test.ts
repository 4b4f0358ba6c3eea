/** What a job of GitHub Actions shows besides the log, by the command line in memory. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { AuthDependencies } from "../../../src/cli/command/dependencies.ts";
import { annotationLine, loginSummary } from "../../../src/cli/output/github.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import type { Environment } from "../../../src/ports/process.ts";
import { sessionStores } from "../../../src/wiring/session_stores.ts";
import { MemoryConfigurations } from "../../fakes/memory_configurations.ts";
import { Bench } from "../../support/bench.ts";

const HOST = "222233334444.dkr.ecr.us-east-1.amazonaws.com";

/** The command line with a configuration, in a job or not, without a home: nobody has logged in. */
function benchOf(yaml: string, inJob = true): Bench {
  const environment: Environment = {
    get: (name) => inJob && name === "GITHUB_ACTIONS" ? "true" : undefined,
    cwd: "/project",
    os: "linux",
  };
  return new Bench({
    configurations: () => new MemoryConfigurations({ "atmos.yaml": yaml }),
    environment,
    // No command here uses another part.
    authDependencies: () => Promise.resolve(sessionStores({ environment }) as AuthDependencies),
  });
}

Deno.test("an error is annotated at its place; JSON, and other machines are as ever", async () => {
  const broken = "auth: {identities: {a: {kind: aws/user}}\n";
  const text = benchOf(broken);
  strictEqual(await text.run("list"), 2);
  match(text.err, /^::error file=atmos\.yaml,line=\d+,col=\d+,title=atmos-ecr CONFIG_SYNTAX::Cannot/m);
  const json = benchOf(broken);
  await json.run("list", "-o", "json");
  deepStrictEqual([json.err, JSON.parse(json.out).error.code], ["", "CONFIG_SYNTAX"]);
  const elsewhere = benchOf(broken, false);
  await elsewhere.run("list");
  ok(/CONFIG_SYNTAX/.test(elsewhere.err) && !/^::/m.test(elsewhere.err), elsewhere.err);
});

Deno.test("no text can begin another command, or break out of its cell", () => {
  const evil = "a\n::set-env name=PATH::x\r%0A::stop-commands::x,file=y:z|<img src=x>`[x](y)";
  const line = annotationLine({
    severity: "error",
    message: evil,
    hint: evil,
    position: { file: evil, line: 1, column: 2 },
  });
  strictEqual(line.split("\n").length, 2);
  strictEqual(line.match(/^::error file=([^,]*),line=1,col=2,title=atmos-ecr::/)?.[1]?.includes(":"), false);
  const target = { registry: parseRegistry(HOST), identity: evil };
  const summary = loginSummary([{ target, status: "ok", expiresAt: new Date(0) }]).trimEnd().split("\n");
  strictEqual(summary.length, 5);
  strictEqual(summary[4]?.split("|").length, 6);
  ok(!/[<`\[]/.test(summary[4] ?? ""));
});

/** Names that are commands of the runner, at the start of a line or anywhere. */
const NAMES = ["::stop-commands::x", "##[stop-commands]y", "z ##[add-mask]z"].map((name) =>
  JSON.stringify(name)
);

const YAML = `auth:
  identities: {${NAMES.map((name) => `${name}: {kind: aws/ambient}`).join(", ")}}
  integrations:
${
  NAMES.map((name) =>
    `    ${name}: {kind: aws/ecr, via: {identity: ${name}}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}\n`
  ).join("")
}`;

Deno.test("no name in a configuration is a command of the runner, in any format", async (t) => {
  for (
    const args of [
      ["list"],
      ["list", "-o", "json"],
      ["auth", "list"],
      ["auth", "list", "-o", "mermaid"],
      ["auth", "list", "-o", "dot"],
      ["config", "show"],
      ["config", "show", "-o", "json"],
      ["config", "explain", "integrations"],
      ["login", "--all", "--dry-run"],
      ["login", "##[stop-commands]z"],
    ]
  ) {
    await t.step(args.join(" "), async () => {
      const bench = benchOf(YAML);
      await bench.run(...args);
      const shown = bench.out + bench.err;
      ok(shown.includes("stop-commands"), shown);
      ok(!/^\s*::(?!error |warning )|##\[/m.test(shown), shown);
    });
  }
});
