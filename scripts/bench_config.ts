/**
 * How long a large configuration takes: 1 MiB of `atmos.yaml` with 5,000 integrations, found, read, decoded and validated. The ratio to
 * what the YAML library alone needs for its parsing says how much of it is ours.
 *
 * deno run -A scripts/bench_config.ts [runs]
 *
 * @module
 */
import { join } from "node:path";
import { parseDocument } from "yaml";
import { AtmosYamlFiles } from "../src/adapters/config/atmos_yaml_files.ts";
import { readYaml } from "../src/adapters/config/yaml_reader.ts";
import { validateConfig } from "../src/app/validate_config.ts";
import { validateAuth } from "../src/domain/auth/validate_auth.ts";
import { largeConfig } from "./large_config.ts";

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
        const { valid, problems } = await validateConfig(new AtmosYamlFiles(environment), selection);
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
} finally {
  await Deno.remove(directory, { recursive: true });
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
