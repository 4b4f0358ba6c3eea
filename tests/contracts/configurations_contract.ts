import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { child, type ConfigNode } from "../../src/domain/config/config_node.ts";
import { decodeAuth } from "../../src/domain/auth/decode_auth.ts";
import { type Problem, sortProblems } from "../../src/domain/config/problem.ts";
import { ConfigError } from "../../src/domain/errors/errors.ts";
import { formatPosition } from "../../src/domain/errors/source_position.ts";
import type { ConfigSelection, Configurations, LoadedConfig } from "../../src/ports/configurations.ts";
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
}

/** What a row is carried out with. */
export interface PreparedCase extends AsyncDisposable {
  readonly configurations: Configurations;
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
      if (row.error !== undefined) return await assertRefused(loading, row);
      assertLoaded(await loading, row);
    });
  }
}

async function assertRefused(loading: Promise<LoadedConfig>, row: ConfigCase): Promise<void> {
  await rejects(loading, (error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    strictEqual(error.code, row.error, error.message);
    strictEqual(error.position && formatPosition(error.position), row.at, error.message);
    return true;
  });
}

function assertLoaded(loaded: LoadedConfig, row: ConfigCase): void {
  if ("auth" in row) deepStrictEqual(plain(child(loaded.tree, "auth")), row.auth);
  if (row.files_read !== undefined) {
    deepStrictEqual(loaded.files.filter(({ read }) => read).map(({ path }) => path), row.files_read);
  }
  if (row.problems === undefined) return;
  const auth = decodeAuth(loaded.tree);
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
