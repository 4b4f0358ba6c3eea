/**
 * Every field of providers, identities and integrations × how its value is written × who is trusted: what may be sent, run or read is what
 * docs/security.md says.
 */
import { deepStrictEqual } from "node:assert/strict";
import { Machine, nodeAt } from "./hostile_repository.ts";

/** What a field does: `keys` are not sent, `local` stays here. */
type Sort = "sent" | "program" | "endpoint" | "start-url" | "keys" | "local";

const FIELDS: readonly (readonly [section: string, kind: string, path: string, sort: Sort])[] = [
  ["providers", "aws/iam-identity-center", "start_url", "start-url"],
  ["providers", "aws/iam-identity-center", "region", "sent"],
  ["providers", "aws/iam-identity-center", "spec.endpoint_url", "endpoint"],
  ["providers", "github/oidc", "spec.audience", "sent"],
  ["providers", "github/oidc", "region", "sent"],
  ["providers", "aws/saml", "url", "sent"],
  ["providers", "aws/saml", "username", "sent"],
  ["providers", "aws/saml", "saml_process", "program"],
  ["providers", "aws/saml", "browser_executable_path", "program"],
  ["identities", "aws/user", "credentials.access_key_id", "keys"],
  ["identities", "aws/user", "credentials.secret_access_key", "keys"],
  ["identities", "aws/user", "credentials.mfa_arn", "sent"],
  ["identities", "aws/user", "credentials.mfa_process", "program"],
  ["identities", "aws/user", "credentials.region", "sent"],
  ["identities", "aws/user", "credentials.aws.resolver.url", "endpoint"],
  ["identities", "aws/user", "spec.endpoint_url", "endpoint"],
  ["identities", "aws/assume-role", "principal.assume_role", "sent"],
  ["identities", "aws/assume-role", "principal.session_name", "sent"],
  ["identities", "aws/assume-role", "principal.external_id", "sent"],
  ["identities", "aws/assume-role", "principal.source_identity", "sent"],
  ["identities", "aws/assume-role", "principal.tags.team", "sent"],
  ["identities", "aws/assume-role", "principal.transitive_tags.0", "sent"],
  ["identities", "aws/assume-role", "principal.mfa_serial", "sent"],
  ["identities", "aws/assume-role", "principal.mfa_process", "program"],
  ["identities", "aws/assume-role", "principal.region", "sent"],
  ["identities", "aws/assume-role", "principal.duration", "sent"],
  ["identities", "aws/assume-role", "via.identity", "sent"],
  ["identities", "aws/assume-role", "alias", "local"],
  ["identities", "aws/assume-root", "principal.target_principal", "sent"],
  ["identities", "aws/assume-root", "principal.task_policy_arn", "sent"],
  ["identities", "aws/permission-set", "principal.name", "sent"],
  ["identities", "aws/permission-set", "principal.account.id", "sent"],
  ["identities", "aws/permission-set", "principal.account.name", "sent"],
  ["integrations", "aws/ecr", "spec.registry.account_id", "sent"],
  ["integrations", "aws/ecr", "spec.registry.region", "sent"],
  ["integrations", "aws/ecr", "via.identity", "sent"],
];

const WAYS = {
  "literal": "literal",
  "!env": "!env SECRET_OF_MINE",
  "!env of a job": "!env GITHUB_RUN_ID",
  "!env with a default": "!env 'NOT_SET literal'",
  "!include": "!include notes.txt",
  "!include.raw": "!include.raw notes.txt",
  "!include of a part": "!include parts.yaml .part",
  "!exec": "!exec 'print it'",
  "!git.branch": "!git.branch",
} as const;
type Way = keyof typeof WAYS;

const TRUSTS = ["trusted", "untrusted", "trusted, but led to by an untrusted file"] as const;

/** What must come of it: the value is used; it is noted as not trusted, and refused when it would be used; or it is refused at once. */
type Outcome = "used" | "noted" | "refused";

function expected(sort: Sort, way: Way, trust: typeof TRUSTS[number]): Outcome {
  const isTrusted = trust === "trusted";
  const isCommand = way === "!exec";
  if (isCommand && !isTrusted) return "refused";
  const isWritten = way === "literal" || way === "!env with a default" || isCommand;
  switch (sort) {
    case "start-url":
      return isTrusted && isWritten ? "used" : "refused";
    case "program":
    case "endpoint":
      if (isTrusted) return isWritten ? "used" : "refused";
      return "noted";
    case "keys":
    case "local":
      return "used";
    case "sent":
      return isTrusted || isWritten || way === "!env of a job" || way === "!git.branch" ? "used" : "refused";
  }
}

/** A configuration with one entry that has one field. */
function yamlOf(section: string, kind: string, path: string, value: string): string {
  const nested = path.split(".").reverse().reduce(
    (inner, key) => /^\d+$/.test(key) ? `[${inner}]` : `{${key}: ${inner}}`,
    value,
  );
  return `auth:\n  ${section}:\n    x: {kind: ${kind}, ${nested.slice(1, -1)}}\n`;
}

for (const trust of TRUSTS) {
  Deno.test(`fields of a file that is ${trust}`, async (t) => {
    await using machine = await Machine.create({
      "project/notes.txt": "from the file",
      "project/parts.yaml": "part: from the file\n",
      "project/.git/HEAD": "ref: refs/heads/main\n",
    });
    machine.env.set("SECRET_OF_MINE", "from the environment").set("GITHUB_RUN_ID", "12345");
    const led = trust.startsWith("trusted, but");
    if (led) await machine.write("project/atmos.yaml", `import: ["${machine.root}/other/atmos.yaml"]\n`);
    const file = led ? "other/atmos.yaml" : "project/atmos.yaml";
    for (const [section, kind, path, sort] of FIELDS) {
      const outcomes: Partial<Record<Way, Outcome>> = {};
      const wanted: Partial<Record<Way, Outcome>> = {};
      for (const way of Object.keys(WAYS) as Way[]) {
        machine.runs.length = 0;
        await machine.write(file, yamlOf(section, kind, path, WAYS[way]));
        if (trust !== "untrusted") await machine.trusts(file);
        const { tree, problems } = await machine.loadAll();
        const node = nodeAt(tree, ["auth", section, "x", ...path.split(".")]);
        const isRefused = problems.some(({ code }) => code === "CONFIG_UNTRUSTED");
        const isUsed = node?.kind === "scalar" && node.value !== null;
        outcomes[way] = !isUsed
          ? "refused"
          : (sort === "program" || sort === "endpoint") && node.trusted !== true
          ? "noted"
          : "used";
        wanted[way] = expected(sort, way, trust);
        // A value that is not used is one that somebody is told of, and a command ran only where it may.
        deepStrictEqual(
          [isRefused, machine.runs.length > 0],
          [outcomes[way] === "refused", way === "!exec" && trust === "trusted"],
          `${section}.${path} ${way}: ${JSON.stringify(problems)}`,
        );
        for (const { message, hint = "" } of problems) {
          deepStrictEqual(/from the (?:environment|file)/.test(message + hint), false, message);
        }
      }
      await t.step(`${section} ${kind} ${path}`, () => deepStrictEqual(outcomes, wanted));
    }
  });
}
