/** Which steps of flows end otherwise than in Atmos, and which flows other tests hold. */

/** Why a step of a flow ends otherwise, by its number from 0: in the words of docs/migration.md, or `told` by `config validate`. */
export const DIFFERENCES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  "s12 ambient static keys persisted in the file keyring (W9)": { 2: "Access keys in the environment" },
  "i12 scalar account (as documented)": { 0: "told", 1: "told" },
  "x02 exec without a session": { 2: "`auth exec` after `auth env --login`", 3: "`auth whoami` and Docker" },
  "z04 scalar account, nobody at a terminal": { 0: "told", 1: "told", 2: "told", 3: "told" },
  "y17 ATMOS_PROFILE=a,b": { 0: "`ATMOS_PROFILE` with several names" },
  "q12 prompted IAM keys are never kept": { 0: "Access keys typed at a login prompt" },
  "q16 bare --profile, profile rescue": {
    1: "An `auth` section in profiles only",
    2: "An `auth` section in profiles only",
  },
  "q19 default identity is broken, terminal": {
    0: "A default identity that cannot be used",
    1: "A default identity that cannot be used",
  },
  "w04 [user, role]: env of each after the other logged in": { 3: "`auth whoami` and Docker" },
};

/** Flows that a replay cannot show, since files or the clock changed between the commands, or a browser is in it: the tests of their kind. */
export const HELD: Readonly<Record<string, string>> = {
  "m12 device flow denied and expired": "tests/app/identities/identity_center/device_flow_test.ts",
  "z07c file keyring with MFA and slashes in the name": "tests/program/auth_user_test.ts",
  "z16 session kept by atmos under another definition": "tests/program/sessions_test.ts",
  "z18 concurrent logins": "tests/program/docker_config_test.ts",
  "y01 session of another definition: permission set and account change":
    "tests/app/identities/session_reuse_test.ts",
  "y03 the same when ours made the session": "tests/program/sessions_test.ts",
  "y04 the same for a role: atmos made it": "tests/program/sessions_test.ts",
  "y05 aws/user: keys changed after atmos logged in": "tests/program/sessions_test.ts",
  "y15 identity endpoint_url and ECR": "tests/program/trust_test.ts",
  "y23 whoami/env of an expired session": "tests/app/identities/identity_center/sso_login_test.ts",
  "q01 SAML: exact role": "tests/program/saml_test.ts",
  "q02 SAML: role not in the assertion": "tests/app/identities/saml/saml_step_test.ts",
  "q03 SAML: the role does not trust itself": "tests/app/identities/saml/saml_step_test.ts",
  "w01 helper: pinned to one profile, session of another, no realm set":
    "tests/app/identities/session_reuse_test.ts",
  "w07 exec with cached credentials and Docker entry gone": "tests/program/auth_exec_test.ts",
  "w09 chain of three": "tests/app/identities/identity_steps_test.ts",
};
