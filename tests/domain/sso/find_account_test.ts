import { deepStrictEqual } from "node:assert/strict";
import { findAccount } from "../../../src/domain/sso/find_account.ts";

const DEV = { id: "111111111111", name: "dev" };
const UPPER = { id: "222222222222", name: "DEV" };
const ARCHIVE = { id: "333333333333", name: "Log Archive" };
const ARCHIVE_TOO = { id: "444444444444", name: "Log Archive" };

Deno.test("findAccount() prefers the name as written, and else ignores its case", () => {
  deepStrictEqual(findAccount([DEV, UPPER], "DEV"), { kind: "found", account: UPPER });
  deepStrictEqual(findAccount([DEV, ARCHIVE], "log archive"), { kind: "found", account: ARCHIVE });
});

Deno.test("findAccount() chooses between no two accounts", () => {
  deepStrictEqual(findAccount([ARCHIVE, DEV, ARCHIVE_TOO], "Log Archive"), {
    kind: "ambiguous",
    accounts: [ARCHIVE, ARCHIVE_TOO],
  });
  deepStrictEqual(findAccount([DEV, UPPER], "Dev"), { kind: "ambiguous", accounts: [DEV, UPPER] });
});

Deno.test("findAccount() suggests a name", () => {
  deepStrictEqual(findAccount([DEV, ARCHIVE], "log-archive"), {
    kind: "missing",
    hint: `Did you mean "Log Archive"?`,
  });
  deepStrictEqual(findAccount([], "dev"), { kind: "missing", hint: undefined });
});
