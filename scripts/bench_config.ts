/**
 * How long a large configuration takes: 1 MiB of `atmos.yaml` with 5,000 integrations, found, read, decoded and validated. The ratio to
 * what the YAML library alone needs for its parsing says how much of it is ours. Then how long files take that are made to take long.
 *
 * deno run -A scripts/bench_config.ts [runs]
 *
 * @module
 */
import { join } from "node:path";
import { parseDocument } from "yaml";
import { AtmosYamlFiles } from "../src/adapters/config/atmos_yaml_files.ts";
import { readYaml } from "../src/adapters/config/yaml/yaml_reader.ts";
import { validateConfig } from "../src/app/config/validate_config.ts";
import { validateAuth } from "../src/domain/auth/validate/validate_auth.ts";
import { hostileConfigs } from "./hostile_configs.ts";
import { largeConfig } from "./large_config.ts";

const MAIN = new URL("../src/main.ts", import.meta.url).href;

const runs = Number(Deno.args[0] ?? 5);
const { text, integrations } = largeConfig();
const directory = await Deno.makeTempDir({ prefix: "atmos-ecr-bench-" });
const file = join(directory, "atmos.yaml");
try {
  await Deno.writeTextFile(file, text);
  const environment = { get: () => undefined, cwd: directory, os: "linux" } as const;
  const selection = { configFiles: [], configDirectories: [], profiles: [] };
  const parsing: number[] = [];
  const reading: number[] = [];
  const validating: number[] = [];
  const whole: number[] = [];
  for (let run = 0; run < runs; run++) {
    whole.push(
      await seconds(async () => {
        const { valid, problems } = await validateConfig({
          configurations: new AtmosYamlFiles(environment),
          configSelection: selection,
        });
        if (!valid) throw new Error(problems[0]?.message);
      }),
    );
    parsing.push(await seconds(() => parseDocument(text, { uniqueKeys: false })));
    let tree: ReturnType<typeof readYaml>["tree"] | undefined;
    reading.push(await seconds(() => tree = readYaml(text, "atmos.yaml").tree));
    validating.push(await seconds(() => tree === undefined ? undefined : validateAuth(tree)));
  }
  report("load and validate, first run", [whole[0] ?? 0]);
  report("load and validate", whole);
  report("  of which reading", reading);
  report("  of which validation", validating);
  report("parsing by the library alone", parsing);
  const ratio = median(whole) / median(parsing);
  say(`${ratio.toFixed(2)} × parsing; ${text.length} characters, ${integrations} integrations`);
  say(
    "\nhostile files: `config validate` as a process of its own, and as a ratio to the large configuration",
  );
  const large = await process();
  report("the large configuration", [large]);
  for (const [name, hostile] of hostileConfigs()) {
    await Deno.writeTextFile(file, hostile.slice(0, 1 << 20));
    const time = await process();
    say(`${name.padEnd(32)} ${time.toFixed(3)} s  ${(time / large).toFixed(2)} ×`);
  }
} finally {
  await Deno.remove(directory, { recursive: true });
}

/** Seconds that the program takes for the file, at best. */
async function process(): Promise<number> {
  const program = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", "--cached-only", MAIN, "config", "validate"],
    cwd: directory,
    stdout: "null",
    stderr: "null",
  });
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await seconds(() => program.output()));
  return Math.min(...times);
}

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function report(name: string, times: readonly number[]): void {
  say(`${name.padEnd(32)} ${median(times).toFixed(3)} s  (${Math.min(...times).toFixed(3)} at best)`);
}

function say(line: string): void {
  // deno-lint-ignore no-console -- a report is what this program is for.
  console.log(line);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
