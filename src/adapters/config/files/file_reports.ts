import { ConfigError } from "../../../domain/errors/errors.ts";
import type { ConfigFileReport } from "../../../ports/config.ts";

/** What a load says of the files that it looks at, as it goes: it is there when the load fails, too. */
export class FileReports {
  readonly #list: ConfigFileReport[];

  /** @param list What is filled. */
  constructor(list: ConfigFileReport[]) {
    this.#list = list;
  }

  /** Adds a file over those before it. */
  add(report: ConfigFileReport): void {
    this.#list.push(report);
  }

  /** Adds a file below all others. */
  addBelow(report: ConfigFileReport): void {
    this.#list.unshift(report);
  }

  /** Adds a file that was included, once for each file that does so: right before that one, which it belongs to. */
  include(path: string, { includer, reason }: { readonly includer: string; readonly reason: string }): void {
    const index = this.#list.findLastIndex((report) => report.path === includer);
    const at = index < 0 ? this.#list.length : index;
    const isKnown = this.#list.some(({ path: known, role }) =>
      known === path && role.kind === "include" && role.includer === includer
    );
    if (!isKnown) this.#list.splice(at, 0, { path, read: true, reason, role: { kind: "include", includer } });
  }

  /** Marks the file that a load ends at. */
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
