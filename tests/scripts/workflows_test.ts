import { deepStrictEqual, match, ok } from "node:assert/strict";
import { parse } from "yaml";
import { fromFileUrl } from "../support/module_graph.ts";

/** What of a workflow or an action is looked at. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly include?: readonly Readonly<Record<string, string>>[] } };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = fromFileUrl("../");
const WORKFLOWS = [".github/workflows/ci.yml", ".github/workflows/release.yml"];
const TASKS = Object.keys(JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`)).tasks);

async function workflow(file: string): Promise<Workflow> {
  return parse(await Deno.readTextFile(`${ROOT}${file}`));
}

/** What a step runs: a command for each row of the job's matrix, with the variables of the step that come from it. */
function commandsOf({ strategy }: Job, { run, env = {} }: Step): string[] {
  if (run === undefined) return [];
  return (strategy?.matrix.include ?? [{}]).map((row: Readonly<Record<string, string>>) =>
    run.replaceAll(/\$(\w+)/g, (variable, name) => {
      const [, key = ""] = /^\$\{\{ matrix\.(\w+) \}\}$/.exec(env[name] ?? "") ?? [];
      return row[key] ?? variable;
    })
  );
}

Deno.test("every action is pinned by its commit, with the version beside it", async () => {
  const pins = new Map<string, Set<string>>();
  for (const file of WORKFLOWS) {
    for (
      const line of (await Deno.readTextFile(`${ROOT}${file}`)).split("\n").filter((line) =>
        /\buses:/.test(line)
      )
    ) {
      match(line, /uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${file}: ${line}`);
      const [, action = "", pin = ""] = /uses: (\S+)@(.+)$/.exec(line) ?? [];
      pins.set(action, (pins.get(action) ?? new Set()).add(pin));
    }
  }
  for (const [action, versions] of pins) deepStrictEqual(versions.size, 1, `${action} has one version`);
});

Deno.test("jobs may read the repository and no more, but for those that publish, and end in time", async () => {
  const more: string[] = [];
  for (const file of WORKFLOWS) {
    const { permissions, jobs } = await workflow(file);
    ok(permissions !== undefined, `${file} says what it may do`);
    for (const [name, job] of Object.entries(jobs)) {
      const granted = { ...(job.permissions ?? permissions) };
      for (const [scope, access] of Object.entries(granted)) {
        if (access !== "read") more.push(`${name}: ${scope}`);
      }
      ok((job["timeout-minutes"] ?? 360) <= 30, `${file}: ${name} has a time limit`);
    }
  }
  deepStrictEqual(more, ["release: contents", "release: id-token", "release: attestations", "jsr: id-token"]);
});

Deno.test("workflows run tasks and scripts that exist, and put no expression of strangers into a shell", async () => {
  for (const file of WORKFLOWS) {
    for (const job of Object.values((await workflow(file)).jobs)) {
      const commands = job.steps.flatMap((step) => commandsOf(job, step)).join("\n");
      for (const [, task = ""] of commands.matchAll(/deno task (\S+)/g)) {
        ok(TASKS.includes(task), `task ${task}`);
      }
      for (const [path] of commands.matchAll(/(?:scripts|tests|\.ci)\/[\w./]+/g)) {
        await Deno.stat(`${ROOT}${path}`);
      }
      for (const [, expression = ""] of commands.matchAll(/\$\{\{(.*?)\}\}/g)) {
        match(expression, /^ matrix\.\w+ $/);
      }
    }
  }
});
