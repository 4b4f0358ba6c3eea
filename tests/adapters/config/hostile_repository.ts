import { dirname, join } from "node:path";
import { AtmosYamlFiles } from "../../../src/adapters/config/atmos_yaml_files.ts";
import { type FileAccess, SYSTEM_FILES } from "../../../src/adapters/config/files/file_access.ts";
import { decodeAuth } from "../../../src/domain/auth/decode/decode_auth.ts";
import { type ConfigNode, foldName, type MappingNode } from "../../../src/domain/config/config_node.ts";
import type { Problem } from "../../../src/domain/config/problem.ts";
import type { LoadedConfig } from "../../../src/ports/config.ts";
import { MemoryTrustRecords } from "../../fakes/memory_trust_records.ts";
import { NO_SELECTION } from "../../fakes/memory_configurations.ts";

/** A program that a configuration ran. */
export interface Run {
  readonly command: string;
  readonly directory: string;
}

/** A machine with a project, whose configuration runs into a shell that only takes notes. */
export class Machine implements AsyncDisposable {
  readonly root: string;
  readonly project: string;
  readonly home: string;
  readonly runs: Run[] = [];
  readonly fetched: string[] = [];
  readonly trust = new MemoryTrustRecords();
  /** Variables of the environment. */
  readonly env = new Map<string, string>();
  access: FileAccess = SYSTEM_FILES;
  cwd: string;

  private constructor(root: string) {
    this.root = root;
    this.project = join(root, "project");
    this.home = join(root, "home");
    this.cwd = this.project;
  }

  /** @param files Paths below the machine's root, with their text. */
  static async create(files: Readonly<Record<string, string>>): Promise<Machine> {
    const machine = new Machine(await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-trust-" })));
    for (const directory of [machine.project, machine.home]) await Deno.mkdir(directory);
    for (const [path, text] of Object.entries(files)) await machine.write(path, text);
    return machine;
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.root, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text, { mode: 0o644 });
  }

  /** Trusts files as they are, by the paths below the root. */
  async trusts(...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await this.trust.trust(join(this.root, path), await Deno.readFile(join(this.root, path)));
    }
  }

  async load(selection: Partial<typeof NO_SELECTION> = {}): Promise<LoadedConfig> {
    const all = new Map([
      ["HOME", this.home],
      ["ATMOS_ECR_SYSTEM_CONFIG_PATH", ""],
      ["PWD", this.cwd],
      ...this.env,
    ]);
    const configurations = new AtmosYamlFiles({ get: (name) => all.get(name), cwd: this.cwd, os: "linux" }, {
      access: this.access,
      trust: this.trust,
      shell: (command, directory) => {
        this.runs.push({ command, directory });
        return Promise.resolve({ kind: "ended", code: 0, stdout: "printed" });
      },
      remote: {
        read: (url) => {
          this.fetched.push(url);
          return Promise.resolve({ kind: "missing", state: "nothing is there" });
        },
      },
    });
    return await configurations.load({ ...NO_SELECTION, ...selection });
  }

  /** Loads everything, and all that is evaluated late. */
  async loadAll(): Promise<{ readonly tree: MappingNode; readonly problems: readonly Problem[] }> {
    const loaded = await this.load();
    const tree = await loaded.evaluate({ integrations: "all", identities: "all", providers: "all" } as never);
    const auth = decodeAuth(tree);
    const entries = [auth.providers, auth.identities, auth.integrations].flatMap((
      section,
    ) => [...section.values()]);
    return {
      tree,
      problems: [...loaded.problems, ...auth.problems, ...entries.flatMap(({ problems }) => problems)],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}

/** What stands at a dotted path of a tree. */
export function nodeAt(tree: ConfigNode, path: readonly string[]): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>((node, key) => {
    if (node?.kind === "sequence") return node.items[Number(key)];
    return node?.kind === "mapping" ? node.entries.get(foldName(key))?.value : undefined;
  }, tree);
}
