import { GOOD, integration, testBadInputs } from "./bad_input.ts";

testBadInputs([
  {
    name: "an integration whose identity is not there",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deplyo}\n      spec: {registry: {account_id: '222233334444', region: us-east-1}}\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_NOT_FOUND",
    at: "13:23",
    says: /"deplyo"/,
  },
  {
    name: "a misspelt field",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec:\n        registry:\n          acount_id: '222233334444'\n          region: us-east-1\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "16:11",
    says: /account_id.*acount_id/s,
  },
  {
    name: "a variable that is not set",
    files: integration(
      "      kind: aws/ecr\n      via: {identity: deploy}\n      spec: {registry: {account_id: !env ACCOUNT, region: us-east-1}}\n",
    ),
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "14:37",
    says: /account_id.*ACCOUNT/s,
  },
  {
    name: "a section of the wrong type",
    files: { "atmos.yaml": "auth: []\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "1:7",
    says: /config validate/,
  },
  {
    name: "keys of a user that are not there",
    files: {
      "atmos.yaml": `auth:
  identities:
    user: {kind: aws/user, credentials: {webflow_enabled: false}}
  integrations:
    dev: {kind: aws/ecr, via: {identity: user}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_INVALID",
    at: "3:5",
    says: /no access key/,
  },
  {
    name: "a role of another partition",
    files: {
      "atmos.yaml": `auth:
  identities:
    env: {kind: aws/ambient}
    role: {kind: aws/assume-role, via: {identity: env}, principal: {assume_role: "arn:aws-cn:iam::222233334444:role/x"}}
  integrations:
    dev: {kind: aws/ecr, via: {identity: role}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "IDENTITY_CHAIN_INVALID",
    at: "4:82",
    says: /aws-cn/,
  },
  {
    name: "a profile that is not there",
    files: { ...GOOD, "profiles/dev/auth.yaml": "auth: {}\n" },
    args: ["login", "dev", "--profile", "dve"],
    exit: 2,
    code: "PROFILE_NOT_FOUND",
    says: /dve.*dev/s,
  },
  {
    name: "an import that is missing",
    files: { "atmos.yaml": "import:\n  - auth/missing.yaml\n" },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_IMPORT_NOT_FOUND",
    at: "2:5",
    says: /auth\/missing\.yaml/,
  },
  {
    name: "a foreign endpoint in the configuration",
    files: {
      "atmos.yaml": `auth:
  identities:
    user:
      kind: aws/user
      credentials: {access_key_id: AKIAIOSFODNN7EXAMPLE, secret_access_key: canary-secret}
      spec: {endpoint_url: "https://sts.evil.example"}
  integrations:
    dev: {kind: aws/ecr, via: {identity: user}, spec: {registry: {account_id: "222233334444", region: us-east-1}}}
`,
    },
    args: ["login", "dev"],
    exit: 2,
    code: "CONFIG_UNTRUSTED",
    at: "6:28",
    says: /sts\.evil\.example/,
  },
]);
