import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { AuthConfig } from "../../../../src/domain/auth/model/auth_config.ts";
import {
  type EntryFilter,
  filterEntries,
  withFoundations,
} from "../../../../src/domain/auth/model/filter_entries.ts";
import { AtmosEcrError } from "../../../../src/domain/errors/errors.ts";
import { authConfig } from "../../../support/config_tree.ts";

const ROLE = "arn:aws:iam::111122223333:role/x";
const AUTH = authConfig({
  providers: {
    sso: { kind: "aws/iam-identity-center", start_url: "https://a.awsapps.com/start", region: "us-east-1" },
    gh: { kind: "github/oidc", region: "us-east-1", spec: { audience: "x" } },
  },
  identities: {
    Dev: {
      kind: "aws/permission-set",
      via: { provider: "sso" },
      principal: { name: "A", account: { id: "111122223333" } },
    },
    deploy: { kind: "aws/assume-role", via: { identity: "dev" }, principal: { assume_role: ROLE } },
    circle: { kind: "aws/assume-role", via: { identity: "circle" }, principal: { assume_role: ROLE } },
    ci: { kind: "aws/assume-role", via: { provider: "gh" }, principal: { assume_role: ROLE } },
  },
  integrations: { all: { kind: "aws/ecr-public", via: { identity: "deploy" } } },
});

function namesOf({ providers, identities, integrations }: AuthConfig): string {
  return [providers, identities, integrations].map((entries) => [...entries.keys()].join(" ")).join(" | ");
}

/** Filter → what it lets through, and that with what it builds upon. */
const ROWS: readonly (readonly [EntryFilter, string, string])[] = [
  [{}, "sso gh | dev deploy circle ci | all", "sso gh | dev deploy circle ci | all"],
  [{ providers: "all" }, "sso gh |  | ", "sso gh |  | "],
  [{ identities: ["DEPLOY"] }, " | deploy | ", "sso | dev deploy | "],
  [{ identities: ["circle"] }, " | circle | ", " | circle | "],
  [{ integrations: "all" }, " |  | all", "sso | dev deploy | all"],
  [{ providers: ["gh"], identities: ["dev"] }, "gh | dev | ", "sso gh | dev | "],
  [{ identities: [] }, " |  | ", " |  | "],
];

for (const [filter, expected, founded] of ROWS) {
  Deno.test(`filterEntries() with ${JSON.stringify(filter)}`, () => {
    const chosen = filterEntries(AUTH, filter);
    strictEqual(namesOf(chosen), expected);
    strictEqual(namesOf(withFoundations(chosen, AUTH)), founded);
  });
}

/** Filter → code and hint. */
const UNKNOWN: readonly (readonly [EntryFilter, string, RegExp])[] = [
  [{ providers: ["soo"] }, "PROVIDER_NOT_FOUND", /sso/],
  [{ identities: ["deplyo"] }, "IDENTITY_NOT_FOUND", /deploy/],
  [{ integrations: ["al"] }, "INTEGRATION_NOT_FOUND", /all/],
];

for (const [filter, code, hint] of UNKNOWN) {
  Deno.test(`filterEntries() rejects ${JSON.stringify(filter)}`, () => {
    throws(() => filterEntries(AUTH, filter), (error) => {
      deepStrictEqual([error instanceof AtmosEcrError, (error as AtmosEcrError).code], [true, code]);
      return hint.test((error as AtmosEcrError).hint ?? "");
    });
  });
}
