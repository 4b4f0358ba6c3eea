/** The size that a hostile file fills up to. */
const BYTES = 1 << 20;

/** What somebody could put into a file of at most 1 MiB to keep the program busy, by name. */
export function hostileConfigs(): ReadonlyMap<string, string> {
  const role = 'principal: {assume_role: "arn:aws:iam::123456789012:role/a"}';
  return new Map([
    ["25,000 identities", lines("auth:\n  identities:\n", 25_000, (n) => `    i${n}: {kind: aws/ambient}`)],
    ["10,000 identities", lines("auth:\n  identities:\n", 10_000, (n) => `    i${n}: {kind: aws/ambient}`)],
    [
      "dangling references",
      lines("auth:\n  integrations:\n", 9_500, (n) => `    i${n}: {via: {identity: x${n}}}`),
    ],
    ["misspelt kinds", lines("auth:\n  identities:\n", 20_000, (n) => `    i${n}: {knd: z}`)],
    [
      "misspelt keys",
      lines("auth:\n  identities:\n", 7_000, (n) => `    i${n}: {kind: aws/user, sesion: 1, vai: 1}`),
    ],
    [
      "a chain of 8,000",
      lines(
        "auth:\n  identities:\n    i0: {kind: aws/ambient}\n",
        6_500,
        (n) => `    i${n + 1}: {kind: aws/assume-role, via: {identity: i${n}}, ${role}}`,
      ),
    ],
    ["aliases", lines("a: &a {kind: aws/user, x: 1}\nauth:\n  identities:\n", 9_990, (n) => `    i${n}: *a`)],
    [
      "merge keys",
      lines("a: &a {kind: aws/user, x: 1}\nauth:\n  identities:\n", 9_990, (n) => `    i${n}: {<<: *a}`),
    ],
    ["functions", lines("auth:\n  identities:\n    a:\n", 9_990, (n) => `      k${n}: !git.sha`)],
    ["unknown tags", lines("auth:\n  identities:\n", 40_000, (n) => `    i${n}: !foo x`)],
    ["duplicate keys", lines("auth:\n", 100_000, () => "  a: 1")],
    [
      "keys of other case",
      lines("auth:\n  identities:\n", 9_990, (n) => `    ${inCase(n)}: {kind: aws/ambient}`),
    ],
    ["variables", lines("env:\n", 48_000, (n) => `  ATMOS_ECR_${n}: x`)],
    ["imports", lines("import:\n", 60_000, (n) => `  - x${n}.yaml`)],
    ["a long pattern", `import: ["${"**/".repeat(300_000)}"]\n`],
    ["a long text", `auth: "${"x".repeat(BYTES - 20)}"\n`],
    ["nesting", `a: ${"[".repeat(BYTES - 20)}\n`],
    ["commas", `a: {${",".repeat(BYTES - 20)}\n`],
    ["lists behind a value", `a: {b: x ${"[".repeat(BYTES - 20)}\n`],
    ["mappings behind a value", `a: {b: x ${"{a".repeat(500_000)}\n`],
    ["empty lists", `a: [${"[],".repeat(300_000)}]\n`],
    ["documents", "---\n".repeat(250_000)],
    ["comments", "#\n".repeat(500_000)],
    ["blank lines", "\n".repeat(BYTES - 20)],
  ]);
}

function lines(head: string, count: number, line: (index: number) => string): string {
  return head + Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");
}

/** The same name in another case for each number below 65,536. */
function inCase(index: number): string {
  return [..."abcdefghijklmnop"].map((letter, bit) =>
    (index >> bit) % 2 === 1 ? letter.toUpperCase() : letter
  )
    .join("");
}
