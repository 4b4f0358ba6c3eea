import { deepStrictEqual, match } from "node:assert/strict";
import { validateConfig, type ValidatedConfig } from "../../../src/app/config/validate_config.ts";
import { MemoryConfigurations, NO_SELECTION } from "../../fakes/memory_configurations.ts";

function validate(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
  lenient = false,
): Promise<ValidatedConfig> {
  return validateConfig({
    configurations: new MemoryConfigurations(files, env),
    configSelection: { ...NO_SELECTION, lenient },
  });
}

/** Severity, code and place of each problem. */
function placesOf({ problems }: ValidatedConfig): readonly string[] {
  return problems.map(({ severity, code, position }) =>
    `${severity} ${code}${position === undefined ? "" : ` ${position.line}:${position.column}`}`
  );
}

Deno.test("validateConfig() reports what ends the search as the only problem", async (t) => {
  const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ "atmos.yaml": "auth:\n  a: [\n" }, "error CONFIG_SYNTAX 3:1"],
    [{ "atmos.yaml": "auth: {}\nvars: {}\nauth: {}\n" }, "error CONFIG_SYNTAX 3:1"],
    [{ "atmos.yaml": "import:\n  - nowhere.yaml\n" }, "error CONFIG_IMPORT_NOT_FOUND 2:5"],
    [{}, "error CONFIG_NOT_FOUND"],
  ];
  for (const [files, place] of rows) {
    await t.step(place, async () => {
      const found = await validate(files);
      deepStrictEqual([found.valid, placesOf(found)], [false, [place]]);
    });
  }
});

Deno.test("validateConfig() finds what is wrong behind an import that fails", async () => {
  const files = { "atmos.yaml": "import: [./x.yaml, ./y.yaml]\nauth: {identites: {}, realm: A/b}\n" };
  deepStrictEqual(placesOf(await validate(files)), [
    "error CONFIG_IMPORT_NOT_FOUND 1:10",
    "error CONFIG_IMPORT_NOT_FOUND 1:20",
    "warning CONFIG_INVALID 2:8",
    "error CONFIG_INVALID 2:30",
  ]);
  deepStrictEqual(placesOf(await validate(files, {}, true)).slice(0, 2), [
    "warning CONFIG_IMPORT_NOT_FOUND 1:10",
    "warning CONFIG_IMPORT_NOT_FOUND 1:20",
  ]);
});

Deno.test("validateConfig() reports an invalid log level beside other problems", async () => {
  const { valid, problems } = await validate({ "atmos.yaml": "auth: {realm: UPPER}\n" }, {
    ATMOS_LOGS_LEVEL: "loud",
  });
  deepStrictEqual([valid, problems.map(({ code }) => code)], [false, ["CONFIG_INVALID", "CONFIG_INVALID"]]);
  match(problems[0]?.message ?? "", /^Cannot use ATMOS_LOGS_LEVEL: "loud" is not a log level$/);
  match(problems[1]?.message ?? "", /^Cannot use "auth\.realm"/);
});

Deno.test("validateConfig() reports every endpoint that is not trusted, and where to trust it", async () => {
  const { valid, problems } = await validate({
    "atmos.yaml": `auth:
  identities:
    a: {kind: aws/ambient, spec: {endpoint_url: "https://sts.us-east-1.amazonaws.com.evil.example/"}}
`,
  });
  const [problem] = problems.filter(({ code }) => code === "CONFIG_UNTRUSTED");
  deepStrictEqual([valid, problem?.position], [false, { file: "atmos.yaml", line: 3, column: 49 }]);
  match(
    problem?.message ?? "",
    /sends AWS requests to ".*evil\.example\/", and "atmos\.yaml" is not trusted$/,
  );
  match(problem?.hint ?? "", /`atmos-ecr trust atmos\.yaml`/);
});
