import { createHash } from "node:crypto";
import { dirname, join, resolve } from "node:path";
import { AtmosYamlFiles } from "../../src/adapters/config/atmos_yaml_files.ts";
import { SYSTEM_FILES } from "../../src/adapters/config/files/file_access.ts";
import { authSection } from "../../src/app/config/auth_section.ts";
import { validateConfig, type ValidatedConfig } from "../../src/app/config/validate_config.ts";
import { plainConfig } from "../../src/domain/config/plain_config.ts";
import { problemOfError } from "../../src/domain/config/problem.ts";
import type { ConfigSelection } from "../../src/ports/config.ts";
import { MemoryTrustRecords } from "../fakes/memory_trust_records.ts";

/** One tree of `fixtures/atmos/config.json`. */
export interface GoldenRow {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Directories that are roots of repositories. */
  readonly git?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Symbolic links with what they say. */
  readonly links?: Readonly<Record<string, string>>;
  /** A repository and a work tree of it. */
  readonly worktree?: readonly [string, string];
  /** What an address on this machine would serve. */
  readonly serve?: Readonly<Record<string, string>>;
  /** The section that Atmos prints, and whether its commands for auth end with an error. */
  readonly atmos: { readonly auth?: unknown; readonly refuses?: true };
}

/** What this program makes of a tree. */
export interface Ours {
  /** The normalized section; undefined where the tree is refused. */
  readonly auth?: unknown;
  readonly refusal?: string;
  readonly validated: ValidatedConfig;
}

/** A tree on disk, read in this process. */
export async function readRow(row: GoldenRow, root: string): Promise<Ours> {
  await place(row, root);
  const env = fill(row.env ?? {}, root);
  const args = fill(row.args ?? [], root);
  const { selection, chdir } = selectionOf(args);
  const cwd = resolve(join(root, row.cwd ?? "work"), chdir ?? env["ATMOS_CHDIR"] ?? ".");
  const variables = new Map(Object.entries({
    HOME: join(root, "home"),
    PWD: cwd,
    ATMOS_ECR_TRUST: "all",
    ATMOS_ECR_SYSTEM_CONFIG_PATH: join(root, "system"),
    ...env,
  }));
  const configurations = new AtmosYamlFiles({
    get: (name) => variables.get(name),
    cwd: await Deno.realPath(cwd),
    os: "linux",
  }, {
    trust: new MemoryTrustRecords(),
    remote: { read: () => Promise.resolve({ kind: "missing", state: "the server answered 404" }) },
    access: {
      ...SYSTEM_FILES,
      // What lies above the tree is no part of it.
      kind: (path) => path.startsWith(root) ? SYSTEM_FILES.kind(path) : Promise.resolve("missing"),
    },
  });
  const validated = await validateConfig({ configurations, configSelection: selection });
  try {
    const loaded = await configurations.load(selection);
    return {
      auth: normalized(plainConfig(await authSection(loaded), ["auth"]), root, unknownKeysOf(validated)),
      validated,
    };
  } catch (error) {
    const problem = problemOfError(error);
    if (problem === undefined) throw error;
    return { refusal: problem.message, validated };
  }
}

/** Keys that validation says it ignores. */
function unknownKeysOf({ problems }: ValidatedConfig): string[] {
  return problems.flatMap(({ message }) => {
    const key = /^Ignoring the unknown key "(?:.*\.)?([^".]+)"/.exec(message)?.[1];
    return key === undefined ? [] : [key];
  });
}

async function place(row: GoldenRow, root: string): Promise<void> {
  for (const [path, target] of Object.entries(row.links ?? {})) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.symlink(target, join(root, path));
  }
  for (const directory of row.git ?? []) await gitDirectory(join(root, directory, ".git"));
  if (row.worktree !== undefined) {
    const [main, tree] = row.worktree;
    const own = join(root, main, ".git", "worktrees", "tree");
    await gitDirectory(own);
    await Deno.writeTextFile(join(own, "commondir"), "../..\n");
    await Deno.mkdir(join(root, tree), { recursive: true });
    await Deno.writeTextFile(join(own, "gitdir"), `${join(root, tree, ".git")}\n`);
    await Deno.writeTextFile(join(root, tree, ".git"), `gitdir: ${own}\n`);
  }
  for (const [path, text] of Object.entries(row.files)) {
    const file = join(root, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text.replaceAll("{{root}}", root));
  }
  await Deno.mkdir(join(root, "home"), { recursive: true });
  await Deno.mkdir(join(root, row.cwd ?? "work"), { recursive: true });
}

async function gitDirectory(path: string): Promise<void> {
  await Deno.mkdir(join(path, "objects"), { recursive: true });
  await Deno.mkdir(join(path, "refs"), { recursive: true });
  await Deno.writeTextFile(join(path, "HEAD"), "ref: refs/heads/main\n");
}

function fill<T>(value: T, root: string): T {
  return JSON.parse(JSON.stringify(value).replaceAll("{{root}}", root));
}

function selectionOf(args: readonly string[]): { selection: ConfigSelection; chdir?: string } {
  const values = (flag: string): string[] =>
    args.flatMap((arg, index) => arg === flag ? [args[index + 1] ?? ""] : []);
  const [basePath] = values("--base-path");
  const [chdir] = values("-C");
  return {
    selection: {
      configFiles: values("--config"),
      configDirectories: values("--config-path"),
      profiles: values("--profile"),
      ...basePath === undefined ? {} : { basePath },
    },
    ...chdir === undefined ? {} : { chdir },
  };
}

/**
 * A section as it is compared: names in lower case, as Atmos keeps them; every single value as text; what is empty left out, which
 * means the same to both; the hash of a path in the place of `hash:PATH`.
 */
export function normalized(value: unknown, root: string, unknownKeys: readonly string[] = []): unknown {
  const visit = (node: unknown, path: string): unknown => {
    if (Array.isArray(node)) return node.map((item) => visit(item, path));
    if (node !== null && typeof node === "object") {
      const entries = Object.entries(node).flatMap(([key, item]) => {
        const name = key.toLowerCase();
        if ((path === "" && !COMPARED.includes(name)) || unknownKeys.includes(key)) return [];
        // Masked here, which is no difference.
        if (SECRETS.includes(name)) return [];
        const shown = visit(item, `${path}/${name}`);
        return shown === undefined ? [] : [[name, shown] as const];
      }).toSorted(([a], [b]) => a < b ? -1 : 1);
      return entries.length === 0 && path.split("/").length !== 3 ? undefined : Object.fromEntries(entries);
    }
    if (node === null || node === undefined || node === "") return undefined;
    const text = String(node).replaceAll("{{root}}", root);
    return text.startsWith("hash:") ? hash(text.slice("hash:".length)) : text;
  };
  return visit(value, "");
}

const SECRETS: readonly string[] = ["access_key_id", "secret_access_key", "password_env"];

const COMPARED: readonly string[] = ["realm", "providers", "identities", "integrations", "keyring"];

function hash(path: string): string {
  return createHash("sha256").update(path.toLowerCase()).digest("hex").slice(0, 16);
}
