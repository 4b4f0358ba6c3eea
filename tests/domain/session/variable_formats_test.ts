import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import * as fc from "fast-check";
import { readDotenv } from "../../../src/domain/config/dotenv.ts";
import {
  canUnset,
  formatVariables,
  VARIABLE_FORMATS,
  type VariableFormat,
} from "../../../src/domain/session/variable_formats.ts";
import { isInstalled } from "../../support/shells.ts";

function one(format: VariableFormat, value: string): string {
  return formatVariables({ set: new Map([["NAME", value]]), unset: [] }, format);
}

/** Format, value → what stands in the output. */
const VALUES: readonly (readonly [VariableFormat, string, string])[] = [
  ["bash", "plain-1.2/a:b@c%d+e,f", "export NAME=plain-1.2/a:b@c%d+e,f\n"],
  ["bash", "", "export NAME=''\n"],
  ["bash", "two words", "export NAME='two words'\n"],
  ["bash", "it's $HOME", `export NAME='it'"'"'s $HOME'\n`],
  ["bash", "~/x", "export NAME='~/x'\n"],
  ["bash", "a=b", "export NAME='a=b'\n"],
  ["bash", "two\nlines", "export NAME='two\nlines'\n"],
  ["fish", "plain", "set -gx NAME plain\n"],
  ["fish", "", "set -gx NAME ''\n"],
  ["fish", "it's \\ $x", "set -gx NAME 'it\\'s \\\\ $x'\n"],
  ["powershell", "plain", "$env:NAME = 'plain'\n"],
  ["powershell", "it's $x", "$env:NAME = 'it''s $x'\n"],
  [
    "powershell",
    "\u2018\u2019\u201a\u201b",
    "$env:NAME = '\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b'\n",
  ],
  ["dotenv", "plain", "NAME=plain\n"],
  ["dotenv", "$x #y", "NAME='$x #y'\n"],
  ["dotenv", 'it\'s $x "y"', 'NAME="it\'s \\$x \\"y\\""\n'],
  ["dotenv", "two\r\nlines", 'NAME="two\\r\\nlines"\n'],
  ["json", 'a"b', '{\n  "NAME": "a\\"b"\n}\n'],
  ["github", "it's = $x", "NAME=it's = $x\n"],
  ["github", "two\nlines", "NAME<<ATMOS_EOF_NAME\ntwo\nlines\nATMOS_EOF_NAME\n"],
  [
    "github",
    "a\nATMOS_EOF_NAME\nATMOS_EOF_NAME_0",
    "NAME<<ATMOS_EOF_NAME_1\na\nATMOS_EOF_NAME\nATMOS_EOF_NAME_0\nATMOS_EOF_NAME_1\n",
  ],
];

for (const [format, value, expected] of VALUES) {
  Deno.test(`${format} writes ${JSON.stringify(value)}`, () => strictEqual(one(format, value), expected));
}

Deno.test("env writes everything literally, and rejects what would be another variable", () => {
  strictEqual(one("env", `b a r 'q' "$x"`), `NAME=b a r 'q' "$x"\n`);
  for (const value of ["a\nAWS_PROFILE=evil", "a\r", "\n"]) {
    throws(() => one("env", value), { name: "UsageError" });
  }
});

Deno.test("variables are sorted, and unset before others are set, if the format supports it", () => {
  const changes = { set: new Map([["B", "2"], ["A", "1"]]), unset: ["C", "D"] };
  const texts: Readonly<Record<VariableFormat, string>> = {
    bash: "unset C D\nexport A=1\nexport B=2\n",
    fish: "set -eg C D; or true\nset -gx A 1\nset -gx B 2\n",
    powershell: "Remove-Item -ErrorAction SilentlyContinue Env:C,Env:D\n$env:A = '1'\n$env:B = '2'\n",
    dotenv: "A=1\nB=2\n",
    env: "A=1\nB=2\n",
    json: '{\n  "A": "1",\n  "B": "2"\n}\n',
    github: "A=1\nB=2\n",
  };
  for (const format of VARIABLE_FORMATS) strictEqual(formatVariables(changes, format), texts[format], format);
  deepStrictEqual(VARIABLE_FORMATS.filter(canUnset), ["bash", "fish", "powershell"]);
});

/** Any value that a variable can have: neither NUL nor half a character. */
const anyValue = fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !text.includes("\0"));
const awkwardValue = fc.string({
  unit: fc.constantFrom(..."'\"\\`$!#;&|<>(){}*?~ \t\n\r=ab".split("")),
  maxLength: 20,
});
const anyValues = fc.array(fc.oneof(anyValue, awkwardValue), { minLength: 1, maxLength: 40 });

type ShellFormat = readonly [shell: string, format: VariableFormat];

/** What a shell makes of values: each as JSON would write it. It may put its files into a home. */
async function evaluated(
  [shell, format]: ShellFormat,
  values: readonly string[],
  home: string,
): Promise<readonly string[]> {
  const set = new Map(values.map((value, index) => [`V${index}`, value]));
  const text = formatVariables({ set, unset: ["GONE"] }, format);
  const child = new Deno.Command(shell, {
    args: ["-c", `${text}\nenv -0`],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH") ?? "", HOME: home, GONE: "here", LC_ALL: "C.UTF-8" },
    stderr: "inherit",
  });
  const { stdout } = await child.output();
  const found = new Map(
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(stdout).split("\0").map((entry) =>
      [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)] as const
    ),
  );
  strictEqual(found.has("GONE"), false);
  return values.map((_value, index) => found.get(`V${index}`) ?? "(unset)");
}

/** Shells that the output is tried on, and the format for each. */
const SHELLS: readonly ShellFormat[] = [
  ["bash", "bash"],
  ["sh", "bash"],
  ["zsh", "bash"],
  ["fish", "fish"],
];

for (const [shell, format] of SHELLS) {
  Deno.test({
    name: `${shell} reads every value literally`,
    ignore: !await isInstalled(shell),
    async fn(): Promise<void> {
      const home = await Deno.makeTempDir({ prefix: "atmos-ecr-test-" });
      try {
        await fc.assert(
          fc.asyncProperty(anyValues, async (values) => {
            deepStrictEqual(await evaluated([shell, format], values, home), values);
          }),
          { numRuns: 15 },
        );
      } finally {
        await Deno.remove(home, { recursive: true });
      }
    },
  });
}

Deno.test("dotenv is read back, except for values that dotenv cannot represent", () => {
  fc.assert(fc.property(fc.oneof(anyValue, awkwardValue), (value) => {
    // A dollar in double quotes is written as the tools read it that heed backslashes before it; ours does not.
    fc.pre(!(/['\r\n]/.test(value) && value.includes("$")));
    const node = readDotenv(one("dotenv", value), ".env");
    const read = node.kind === "mapping" ? node.entries.get("name")?.value : undefined;
    strictEqual(read?.kind === "scalar" ? read.value : undefined, value);
  }));
});

Deno.test("GitHub reads every value back", () => {
  fc.assert(
    fc.property(
      fc.oneof(anyValue, awkwardValue),
      fc.string({ unit: fc.constantFrom("A", "\n"), maxLength: 3 }),
      (value, tail) => {
        const text = one("github", `${value}ATMOS_EOF_NAME${tail}`);
        const [first = "", ...rest] = text.split("\n");
        const [, delimiter] = /^NAME<<(.*)$/.exec(first) ?? [];
        const read = delimiter === undefined
          ? first.slice("NAME=".length)
          : rest.slice(0, rest.indexOf(delimiter)).join("\n");
        strictEqual(read, `${value}ATMOS_EOF_NAME${tail}`);
      },
    ),
  );
});
