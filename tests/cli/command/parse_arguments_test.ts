import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  argument,
  commandPath,
  defineCommand,
  lastOf,
  option,
  subcommands,
  trailsFrom,
} from "../../../src/cli/command/define_command.ts";
import { parseArguments, type Parsed } from "../../../src/cli/command/parse_arguments.ts";
import { PROGRAM } from "../../../src/cli/specs/program.ts";

const run = (): Promise<never> => Promise.reject(new Error("Parsing runs nothing"));

/** A program that has every kind of option. */
const TINY = defineCommand({
  name: "tiny",
  summary: "",
  description: "",
  examples: [],
  options: [
    option("--version", "print the version"),
    option("-o, --output <format>", "", { choices: ["text", "json"], initial: "text" }),
    option("--no-color", ""),
    option("-v, --verbose", ""),
    option("-q, --quiet", ""),
    option("--config <file>", "", { repeatable: true }),
  ],
  sections: [{
    heading: "Commands",
    commands: [
      defineCommand({
        name: "log",
        summary: "",
        description: "",
        examples: [],
        arguments: [argument("<host>", ""), argument("[shell]", "", { choices: ["sh", "zsh"] })],
        options: [
          option("-i, --identity [name]", ""),
          option("--from-all [name...]", ""),
          option("-r, --registry <host>", "", { repeatable: true }),
        ],
        run,
      }),
      defineCommand({
        name: "in",
        summary: "",
        description: "",
        examples: [],
        sections: [{
          heading: "Commands",
          commands: [
            defineCommand({
              name: "exec",
              summary: "",
              description: "",
              examples: [],
              arguments: [argument("[word...]", "")],
              options: [option("-i, --identity [name]", "")],
              run,
            }),
          ],
        }],
      }),
    ],
  }],
});

/** A command line → operands, and the options that differ from the initial ones. */
const CALLS: readonly (readonly [line: string, operands: readonly string[], options: object])[] = [
  ["log h", ["h"], {}],
  ["log h zsh", ["h", "zsh"], {}],
  ["-v log h", ["h"], { verbose: true }],
  ["log -v h", ["h"], { verbose: true }],
  ["log -vq h", ["h"], { verbose: true, quiet: true }],
  ["log -vojson h", ["h"], { verbose: true, output: "json" }],
  ["log h -o json", ["h"], { output: "json" }],
  ["log h -o=json", ["h"], { output: "json" }],
  ["log h -vo=json -i=x", ["h"], { verbose: true, output: "json", identity: "x" }],
  ["log h --output=json", ["h"], { output: "json" }],
  ["log h --no-color", ["h"], { color: false }],
  ["log h --config a --config=b", ["h"], { config: ["a", "b"] }],
  ["--config a log h", ["h"], { config: ["a"] }],
  ["log h -i", ["h"], { identity: true }],
  ["log h -i -v", ["h"], { identity: true, verbose: true }],
  ["log -i dev h", ["h"], { identity: "dev" }],
  ["log -idev h", ["h"], { identity: "dev" }],
  ["log --identity=x h", ["h"], { identity: "x" }],
  ["log h -i -", ["h"], { identity: "-" }],
  ["log h -r a -rb --registry=c", ["h"], { registry: ["a", "b", "c"] }],
  ["log h --from-all", ["h"], { fromAll: true }],
  ["log h --from-all a b -v", ["h"], { fromAll: ["a", "b"], verbose: true }],
  ["log h --from-all a -i x sh", ["h", "sh"], { fromAll: ["a"], identity: "x" }],
  ["log -- -h", ["-h"], {}],
  ["in exec", [], {}],
  ["in exec -- aws -v --version", ["aws", "-v", "--version"], {}],
  ["in exec -i dev -- aws --help", ["aws", "--help"], { identity: "dev" }],
  ["in exec aws -q", ["aws"], { quiet: true }],
  ["in exec -- a -- b", ["a", "--", "b"], {}],
];

Deno.test("parseArguments() reads operands and options", async (t) => {
  for (const [line, operands, options] of CALLS) {
    await t.step(line, () => {
      const parsed = parseArguments(TINY, line.split(" "));
      strictEqual(parsed.kind, "run", JSON.stringify(parsed));
      if (parsed.kind !== "run") return;
      deepStrictEqual(parsed.operands, operands);
      deepStrictEqual(parsed.values, { output: "text", color: true, ...options });
    });
  }
});

/** A command line → what else it is. */
const OTHERS: readonly (readonly [line: string, kind: string])[] = [
  ["--version", "version"],
  ["log --version", "version"],
  ["log --nope --version", "version"],
  ["log --help", "help tiny log"],
  ["log --nope -h", "help tiny log"],
  ["in", "help tiny in"],
  ["in -v", "help tiny in"],
  ["in exec --help", "help tiny in exec"],
  ["-h", "help tiny"],
  ["-v", "no command"],
  ["nope", "unknown command"],
  ["in nope --nope", "unknown command"],
  ["--nope log h", "unknown option"],
  ["log h --nope", "unknown option"],
  ["log h -vx", "unknown option"],
  ["log h -v-quiet", "unknown option"],
  ["log h -v-", "unknown option"],
  ["in exec --nope -- rm --help", "unknown option"],
  ["in exec --nope --help -- rm", "help tiny in exec"],
  ["log h --verbose=1", "unknown option"],
  ["log", "missing argument"],
  ["log h sh x", "excess argument"],
  ["log h bash", "bad argument"],
  ["log h -o yaml", "bad value"],
  ["log h --output=", "bad value"],
  ["log h -o", "missing value"],
  ["log h -r", "missing value"],
  ["log h -r=", "empty value"],
  ["log h -r ", "empty value"],
  ["log h --registry=", "empty value"],
  ["log h --identity=", "empty value"],
  ["log h -i ", "empty value"],
  ["log h --from-all a ", "empty value"],
  ["--config= log h", "empty value"],
];

Deno.test("parseArguments() reports help and mistakes", async (t) => {
  for (const [line, kind] of OTHERS) {
    await t.step(line, () => strictEqual(kindOf(parseArguments(TINY, line.split(" "))), kind));
  }
});

function kindOf(parsed: Parsed): string {
  if (parsed.kind === "mistake") return parsed.mistake.kind;
  return parsed.kind === "help" ? `help ${commandPath(parsed.trail)}` : parsed.kind;
}

Deno.test("no option accepts an empty value, as from an empty variable in a script", async (t) => {
  for (const trail of trailsFrom([PROGRAM])) {
    const names = trail.slice(1).map(({ name }) => name);
    for (const { long, value } of [...lastOf(trail).options, ...PROGRAM.options]) {
      if (value === "none") continue;
      await t.step(`${names.join(" ")} ${long}`, () => {
        for (const words of [[`${long}=`], [long, ""], [long, " "], [`${long}=,`]]) {
          const parsed = parseArguments(PROGRAM, [...names, ...words]);
          const mistake = parsed.kind === "mistake" ? parsed.mistake : undefined;
          deepStrictEqual(
            [mistake !== undefined && "option" in mistake ? mistake.option.long : undefined],
            [long],
            JSON.stringify(parsed),
          );
        }
      });
    }
  }
});

Deno.test("parseArguments() fails for nothing that can be typed", () => {
  const trails = trailsFrom([PROGRAM]);
  const words = [
    ...trails.flatMap((trail) => lastOf(trail).name),
    ...trails.flatMap((trail) =>
      lastOf(trail).options.flatMap(({ short, long }) => [short ?? long, `${long}=x`])
    ),
    ...["--", "-", "", "-vqo", "json", "x"],
  ];
  fc.assert(fc.property(
    fc.array(fc.oneof(fc.constantFrom(...words), fc.string())),
    (args) => void parseArguments(PROGRAM, args),
  ));
});

Deno.test("arguments after -- reach the command unchanged", () => {
  fc.assert(fc.property(fc.array(fc.string()), (words) => {
    const parsed = parseArguments(TINY, ["in", "exec", "-i", "dev", "--", ...words]);
    ok(parsed.kind === "run");
    deepStrictEqual(parsed.operands, words);
    deepStrictEqual(parsed.values, { output: "text", color: true, identity: "dev" });
  }));
});

Deno.test("commands and options have unique names", () => {
  for (const trail of trailsFrom([PROGRAM])) {
    const names = subcommands(lastOf(trail)).map(({ name }) => name);
    deepStrictEqual(names, [...new Set(names)]);
    const options = [...lastOf(trail).options, ...(trail.length === 1 ? [] : PROGRAM.options)];
    for (const part of ["long", "short", "key"] as const) {
      const values = options.flatMap((one) => one[part] ?? []);
      deepStrictEqual(values, [...new Set(values)], `${commandPath(trail)} ${part}`);
    }
    // Only the last argument can take what is left.
    ok(lastOf(trail).arguments.slice(0, -1).every(({ variadic }) => !variadic));
  }
});
