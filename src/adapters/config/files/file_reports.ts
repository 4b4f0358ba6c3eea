import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigFileReport } from "../../../ports/config.ts";

/** Records the files of a load as it proceeds, so that they are known if it fails. */
export class FileReports {
  readonly #list: ConfigFileReport[];

  /** @param list The list to fill. */
  constructor(list: ConfigFileReport[]) {
    this.#list = list;
  }

  /** Adds a file above those before it. */
  add(report: ConfigFileReport): void {
    this.#list.push(report);
  }

  /** Adds a file below all others. */
  addBelow(report: ConfigFileReport): void {
    this.#list.unshift(report);
  }

  /** Adds an included file, once per including file, right before it. */
  include(path: string, { includer, reason }: { readonly includer: string; readonly reason: string }): void {
    const index = this.#list.findLastIndex((report) => report.path === includer);
    const at = index < 0 ? this.#list.length : index;
    const isKnown = this.#list.some(({ path: known, role }) =>
      known === path && role.kind === "include" && role.includer === includer
    );
    if (!isKnown) this.#list.splice(at, 0, { path, read: true, reason, role: { kind: "include", includer } });
  }

  /** Marks the file that caused a load to fail. */
  fail(error: unknown): void {
    const path = error instanceof ConfigError ? error.position?.file : undefined;
    if (path === undefined) return;
    const index = this.#list.findLastIndex((report) => report.path === path);
    const { reason, role } = this.#list[index] ?? { reason: "named", role: { kind: "source" } as const };
    const report = { path, read: false, broken: true, reason, role } as const;
    if (index < 0) this.#list.push(report);
    else this.#list[index] = report;
  }
}
