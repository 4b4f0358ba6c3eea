import { deepStrictEqual } from "node:assert/strict";
import { atmosOrder } from "../../../src/app/config/atmos_order.ts";
import type { ConfigFileReport, FileRole } from "../../../src/ports/config.ts";

/** Reports of files that were read, as `path: reason`. */
function order(...reports: readonly string[]): string[] {
  return atmosOrder(reports.map((text): ConfigFileReport => {
    const [path = "", reason = ""] = text.split(": ", 2);
    return { path, read: true, reason, role: roleOf(reason) };
  }));
}

function roleOf(reason: string): FileRole {
  const [, importer] = /^import of (.*):\d+:\d+$/.exec(reason) ?? [];
  if (importer !== undefined) return { kind: "import", importer };
  const [, includer] = /^included by (.*):\d+:\d+$/.exec(reason) ?? [];
  if (includer !== undefined) return { kind: "include", includer };
  return {
    kind: reason.startsWith("profile") ? "profile" : reason.includes("atmos.d") ? "drop-in" : "source",
  };
}

Deno.test("atmosOrder() puts a file before what it imports, at every depth", () => {
  deepStrictEqual(
    order(
      "deep.yaml: import of team.yaml:1:9",
      "team.yaml: import of atmos.yaml:1:9",
      "other.yaml: import of atmos.yaml:2:5",
      "included.yaml: included by atmos.yaml:3:5",
      "atmos.yaml: working directory",
    ),
    ["atmos.yaml", "team.yaml", "deep.yaml", "other.yaml"],
  );
});

Deno.test("atmosOrder() puts drop-ins between a file and its imports, and keeps the order of chains", () => {
  deepStrictEqual(
    order(
      "/home/.atmos/atmos.yaml: home directory",
      "x.yaml: import of .atmos.d/a.yaml:1:9",
      ".atmos.d/a.yaml: .atmos.d of .",
      "atmos.d/b.yaml: atmos.d of .",
      "team.yaml: import of atmos.yaml:1:9",
      "atmos.yaml: working directory",
    ),
    ["/home/.atmos/atmos.yaml", "atmos.yaml", ".atmos.d/a.yaml", "atmos.d/b.yaml", "team.yaml", "x.yaml"],
  );
});

Deno.test("atmosOrder() puts a file of a profile after its imports, and drop-ins without a main file at the end", () => {
  deepStrictEqual(
    order("base.yaml: import of p/auth.yaml:1:9", "p/auth.yaml: profile dev"),
    ["base.yaml", "p/auth.yaml"],
  );
  deepStrictEqual(order(".atmos.d/a.yaml: .atmos.d of ."), [".atmos.d/a.yaml"]);
});

Deno.test("atmosOrder() omits files that were not read, and terminates for cyclic imports", () => {
  deepStrictEqual(atmosOrder([{ path: "a.yaml", read: false, reason: "", role: { kind: "source" } }]), []);
  deepStrictEqual(
    order("b.yaml: import of a.yaml:1:1", "a.yaml: import of b.yaml:1:1", "m.yaml: working directory"),
    ["m.yaml"],
  );
});
