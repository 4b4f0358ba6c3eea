/** Flows of commands that a real Atmos ends otherwise than this program: told by `config validate`, or listed with the reason. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import golden from "../../fixtures/atmos/flows.json" with { type: "json" };
import replayed from "../../fixtures/atmos/flow_steps.json" with { type: "json" };
import { DIFFERENCES, HELD } from "./flow_rows.ts";
import { type GoldenRow, readRow } from "./golden_rows.ts";

const flows = golden.flows as unknown as readonly Omit<GoldenRow, "atmos">[];

/** What decides a flow, by the words of docs/migration.md that say why; or `told`. */
const REASONS: Readonly<Record<string, string>> = {
  "i05 identity by another case": "told",
  "i06 via.provider links": "told",
  "i08 one bad entry": "An entry that is invalid or of an unknown kind",
  "i10 unknown kind of another provider": "An entry that is invalid or of an unknown kind",
  "i11 account ids unquoted": "told",
  "i13 role straight on an SSO provider": "A role directly on an IAM Identity Center provider",
  "e03 docker config: empty, broken, credsStore": "An empty `config.json` with a `credsStore`",
  "e05 ATMOS_IDENTITY with ecr login": "`login` without a name",
  "e08c logout dry-run, bare --identity, unknown, tags": "Names in different case on the command line",
  "e09 several integrations of one identity": "A failing EKS integration",
  "e11 broken ~/.aws/config, bad AWS_PROFILE": "`AWS_PROFILE` and keys in the environment",
  "e12 type error elsewhere": "told",
  "x01 env and exec": "`auth env` in every format",
  "m04 SSO: revoked token (W4)": "A revoked IAM Identity Center login",
  "m11 account name in the second page": "An account on the second page of results",
  "z08 provider login fallback with auto provisioning": "`auth login` without identities",
  "z11 atmos logout, then ours sees it; ours logout, then atmos":
    "Logout in one program, then use in the other",
  "z14 other cloud kinds beside AWS": "An entry that is invalid or of an unknown kind",
  "y14 no expiry in the answer": "An ECR response without an expiry time",
  "y16 China": "A host of another partition",
  "y18 via.provider by another case": "told",
  "q11 picker: ecr login --identity, mixed case": "Names in different case on the command line",
  "w11 broken atmos.yaml and --registry": "A broken `atmos.yaml` that is not needed",
  "w12 import failed and login": "An import that is missing, broken or cannot be fetched",
};

Deno.test("flows that tests/long/flows.ts replays are whole, and what differs in them is listed", async () => {
  const migration = (await Deno.readTextFile("docs/migration.md")).replace(/\s+/g, " ");
  const names = replayed.flows.map(({ name }) => name);
  // All flows of the measurements are in one of the two files.
  strictEqual(new Set([...names, ...Object.keys(REASONS)]).size, 102);
  for (const [name, path] of Object.entries(HELD)) {
    ok(names.includes(name), name);
    ok((await Deno.stat(path)).isFile, path);
  }
  for (const [name, steps] of Object.entries(DIFFERENCES)) {
    ok(names.includes(name), name);
    for (const reason of Object.values(steps)) {
      ok(reason === "told" || migration.includes(reason), `docs/migration.md does not say: ${reason}`);
    }
  }
});

Deno.test("flows that differ from Atmos are reported or listed", async (t) => {
  deepStrictEqual(Object.keys(REASONS).toSorted(), flows.map(({ name }) => name).toSorted());
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-flows-" }));
  const migration = (await Deno.readTextFile("docs/migration.md")).replace(/\s+/g, " ");
  try {
    for (const [index, flow] of flows.entries()) {
      const place = join(root, String(index));
      await Deno.mkdir(place);
      const { validated } = await readRow({ ...flow, atmos: {} }, place);
      await t.step(flow.name, () => {
        const reason = REASONS[flow.name] ?? "";
        if (reason !== "told") {
          return ok(migration.includes(reason), `docs/migration.md does not say: ${reason}`);
        }
        ok(
          validated.problems.some(({ severity, message, hint = "" }) =>
            severity === "error" || `${message} ${hint}`.includes("Atmos")
          ),
          "Nothing is told",
        );
      });
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
