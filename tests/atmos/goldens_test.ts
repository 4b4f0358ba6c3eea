/** A real Atmos beside this program: each tree is read the same, or `config validate` says what Atmos makes of it, or it is listed. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import golden from "../../fixtures/atmos/config.json" with { type: "json" };
import { type GoldenRow, normalized, type Ours, readRow } from "./golden_rows.ts";

const rows = golden.rows as unknown as readonly GoldenRow[];

/** What is refused here, and read by Atmos, with the words of docs/migration.md that say why. */
const LISTED: Readonly<Record<string, string>> = {
  "d32 atmos.yaml is a directory": "An `atmos.yaml` that is a directory",
  "i12 import is not YAML": "An import that is missing, broken or cannot be fetched",
  "i13 self import": "Files that import each other in a cycle",
  "i17b remote import fails": "An import that is missing, broken or cannot be fetched",
  "p12 profile with import": "An import that is missing, broken or cannot be fetched",
  "p16 profile with upward name": "A profile name that points outside the profiles directory",
  "f17 tag on a mapping": "A tag before a mapping or list",
  "n29 scalar over a map": "A scalar where a section is expected",
  "b49 import with $VAR": "An import that is missing, broken or cannot be fetched",
  "b54 github shorthand import": "An import that is missing, broken or cannot be fetched",
};

/** Measured with `atmos describe config`, which does not heed `--base-path`; `atmos auth list` does, as here. */
const UNHEEDED: readonly string[] = [
  "b15 --base-path relative",
  "b16 --base-path ./b from a subdirectory",
];

Deno.test("configurations are resolved like a real Atmos, or the difference is reported", async (t) => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "atmos-ecr-goldens-" }));
  const migration = (await Deno.readTextFile("docs/migration.md")).replace(/\s+/g, " ");
  try {
    for (const [index, row] of rows.entries()) {
      const place = join(root, String(index));
      await Deno.mkdir(place);
      const ours = await readRow(row, place);
      await t.step(row.name, () => judge(row, { ours, place, migration }));
    }
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

function judge(
  row: GoldenRow,
  { ours, place, migration }: {
    readonly ours: Ours;
    readonly place: string;
    readonly migration: string;
  },
): void {
  const refused = ours.auth === undefined || !ours.validated.valid;
  const told = messages(ours);
  const listed = LISTED[row.name];
  if (row.atmos.refuses === true) {
    ok(refused || told.length > 0, `Atmos refuses it, and nothing says so: ${all(ours)}`);
    ok(listed === undefined, "It need not be listed");
    return;
  }
  const theirs = normalized(row.atmos.auth, place);
  const differences = differencesOf(theirs, ours.auth);
  if (listed !== undefined) {
    ok(refused, "It is read, and need not be listed");
    ok(migration.includes(listed), `docs/migration.md does not say: ${listed}`);
    return;
  }
  if (UNHEEDED.includes(row.name)) return;
  if (differences.length === 0) {
    // What is told must be true.
    deepStrictEqual(told.filter((message) => message.startsWith("Atmos resolves")), []);
    return;
  }
  const untold = differences.filter(({ name }) =>
    !told.some((message) => WHOLE.test(message) || names(message.toLowerCase(), name)) &&
    !fileNames(row, name).some((file) => told.some((message) => message.includes(file)))
  );
  deepStrictEqual(untold.map(({ name }) => name), [], `Told: ${told.join("\n")}\n${all(ours)}`);
}

/** What leads Atmos to other files altogether. */
const WHOLE = /^Atmos (?:applies|does not evaluate "!\w+" in "base_path")/;

/** Whether a message names an entry, also one whose name has a dot, or a value in it. */
function names(message: string, name: string): boolean {
  return [`${name}"`, `"${name}.`, `.${name}.`].some((text) => message.includes(text));
}

/** What is told of Atmos. */
function messages({ validated }: Ours): string[] {
  return validated.problems.filter(({ message, hint = "" }) => `${message} ${hint}`.includes("Atmos"))
    .map(({ message }) => message);
}

function all({ refusal, validated }: Ours): string {
  return [refusal ?? "", ...validated.problems.map(({ message }) => message)].join("\n");
}

/** One part of the section that is not the same. */
interface Difference {
  readonly name: string;
}

/** The realm, the keyring and the named entries that differ. */
function differencesOf(theirs: unknown, ours: unknown): Difference[] {
  const [a, b] = [parts(theirs), parts(ours)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((key) => JSON.stringify(a.get(key)) !== JSON.stringify(b.get(key)))
    .map((key) => ({ name: key.split("\0").at(-1) ?? "" }));
}

function parts(auth: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [section, value] of Object.entries(auth ?? {})) {
    if (section === "realm" || section === "keyring" || typeof value !== "object" || value === null) {
      found.set(section, value);
      continue;
    }
    for (const [name, entry] of Object.entries(value)) found.set(`${section}\0${name}`, entry);
  }
  return found;
}

/** The files of a row that hold an entry: to say that Atmos reads another file names all that is in it. */
function fileNames(row: GoldenRow, name: string): string[] {
  return Object.entries(row.files)
    .filter(([path, text]) => !path.endsWith("/atmos.yaml") && text.toLowerCase().includes(name))
    .map(([path]) => `"${path.replace(/^work\//, "")}"`);
}
