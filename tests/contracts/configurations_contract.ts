import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { child, type ConfigNode } from "../../src/domain/config/config_node.ts";
import type { NeededEntries } from "../../src/domain/auth/model/needed_entries.ts";
import { decodeAuth } from "../../src/domain/auth/decode/decode_auth.ts";
import { type Problem, sortProblems } from "../../src/domain/config/problem.ts";
import { ConfigError, formatPosition, LookupError } from "../../src/domain/errors/errors.ts";
import type { ConfigSelection, Configurations, LoadedConfig } from "../../src/ports/config.ts";
import cases from "../../fixtures/config/cases.json" with { type: "json" };

/** One row of the conformance table; see `fixtures/config/README.md`. */
export interface ConfigCase {
  readonly name: string;
  readonly spec: string;
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: Partial<ConfigSelection>;
  readonly auth?: unknown;
  readonly error?: string;
  readonly at?: string;
  readonly problems?: readonly string[];
  readonly files_read?: readonly string[];
  readonly owners?: Readonly<Record<string, number>>;
  readonly trusted?: readonly string[];
  readonly remote?: Readonly<Record<string, readonly string[]>>;
  readonly needs?: NeededEntries;
  readonly realm?: readonly [value: string, from: string];
  readonly profiles?: readonly string[];
  readonly logs_level?: string;
  readonly never?: readonly string[];
}

/** What a row is carried out with. */
export interface PreparedCase extends AsyncDisposable {
  readonly configurations: Configurations;
  /** The root as texts of the row name it. */
  readonly root: string;
  /** Whether a file below the root exists; absent where commands are not really run. */
  readonly exists?: (path: string) => Promise<boolean>;
}

/** Runs the whole conformance table against one implementation. */
export function configurationsContract(
  name: string,
  prepare: (row: ConfigCase) => Promise<PreparedCase>,
): void {
  for (const row of cases as unknown as readonly ConfigCase[]) {
    Deno.test(`${name}.load() ${row.name} (${row.spec})`, async () => {
      await using prepared = await prepare(row);
      const loading = prepared.configurations.load({
        configFiles: [],
        configDirectories: [],
        profiles: [],
        ...row.args,
      });
      if (row.error !== undefined) await assertRefused(loading, row);
      else await assertLoaded(await loading, { row, root: prepared.root });
      for (const path of row.never ?? []) strictEqual(await prepared.exists?.(path) ?? false, false, path);
    });
  }
}

async function assertRefused(loading: Promise<LoadedConfig>, row: ConfigCase): Promise<void> {
  await rejects(loading, (error: unknown) => {
    if (!(error instanceof ConfigError || error instanceof LookupError)) throw error;
    strictEqual(error.code, row.error, error.message);
    strictEqual(error.position && formatPosition(error.position), row.at, error.message);
    return true;
  });
}

async function assertLoaded(
  loaded: LoadedConfig,
  { row, root }: { readonly row: ConfigCase; readonly root: string },
): Promise<void> {
  const tree = await loaded.evaluate(row.needs ?? {});
  if ("auth" in row) {
    deepStrictEqual(
      plain(child(tree, "auth")),
      JSON.parse(JSON.stringify(row.auth).replaceAll("{{root}}", root)),
    );
  }
  if (row.realm !== undefined) deepStrictEqual([loaded.realm.value, loaded.realm.from], row.realm);
  if (row.profiles !== undefined) deepStrictEqual(loaded.profiles, row.profiles);
  if (row.logs_level !== undefined) strictEqual(loaded.logsLevel?.value, row.logs_level);
  if (row.files_read !== undefined) {
    deepStrictEqual(
      loaded.files.filter(({ read }) => read).map(({ path }) => path),
      row.files_read.map((path) => path.replaceAll("{{root}}", root)),
    );
  }
  if (row.problems === undefined) return;
  const auth = decodeAuth(tree);
  const entries = [auth.providers, auth.identities, auth.integrations].flatMap((
    section,
  ) => [...section.values()]);
  const problems = [...loaded.problems, ...auth.problems, ...entries.flatMap((entry) => entry.problems)];
  deepStrictEqual(
    sortProblems(problems).map(shown),
    row.problems,
    problems.map(({ message }) => message).join("\n"),
  );
}

function shown({ severity, code, position }: Problem): string {
  return [severity, code, ...position === undefined ? [] : [formatPosition(position)]].join(" ");
}

/** A tree as plain values. */
function plain(node: ConfigNode | undefined): unknown {
  switch (node?.kind) {
    case undefined:
      return null;
    case "scalar":
      return node.value;
    case "sequence":
      return node.items.map(plain);
    case "mapping":
      return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plain(value)]));
    case "function":
      return { function: node.tag };
  }
}
