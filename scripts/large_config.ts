/** How many integrations the largest configuration has that must load in a second. */
const INTEGRATIONS = 5_000;

/** How many identities they belong to. */
const IDENTITIES = 200;

/** The size that it is filled up to with what has nothing to do with `auth`. */
const BYTES = 1 << 20;

/** A valid `atmos.yaml` of just 1 MiB with 5,000 integrations under 200 identities. */
export function largeConfig(): { readonly text: string; readonly integrations: number } {
  const lines = [
    "auth:",
    "  realm: bench",
    "  providers:",
    "    sso:",
    "      kind: aws/iam-identity-center",
    "      start_url: https://acme.awsapps.com/start",
    "      region: us-east-1",
    "  identities:",
  ];
  for (let index = 0; index < IDENTITIES; index++) {
    lines.push(
      `    team-${index}:`,
      "      kind: aws/permission-set",
      "      via: {provider: sso}",
      `      principal: {name: Admin, account: {id: "${accountOf(index)}"}}`,
    );
  }
  lines.push("  integrations:");
  for (let index = 0; index < INTEGRATIONS; index++) {
    lines.push(
      `    team-${index % IDENTITIES}/ecr-${index}:`,
      "      kind: aws/ecr",
      `      via: {identity: team-${index % IDENTITIES}}`,
      "      spec:",
      "        registry:",
      `          account_id: "${accountOf(index)}"`,
      "          region: eu-west-1",
    );
  }
  const text = `${lines.join("\n")}\n`;
  const filler = "# a comment that fills the file up to its limit, as long as most lines of prose are\n";
  const count = Math.max(0, Math.floor((BYTES - text.length) / filler.length));
  return { text: text + filler.repeat(count), integrations: INTEGRATIONS };
}

function accountOf(index: number): string {
  return String(100_000_000_000 + index * 7);
}
