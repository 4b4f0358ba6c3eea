/** Two files of a team that differ in the case of a name, with a secret in the one and a hostile name in the other. */
export const FILES = {
  "atmos.yaml": `import: [team.yaml]
base_path: .
auth:
  realm: acme
  providers:
    sso: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  identities:
    Dev:
      default: true
      principal: {name: Admin}
    private/user:
      kind: aws/user
      credentials: {access_key_id: !env KEY_ID, secret_access_key: canary-secret}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev}, spec: {registry: {account_id: 012345678901, region: us-east-1}}}
`,
  "team.yaml": `auth:
  identities:
    dev: {kind: aws/permission-set, via: {provider: sso}, principal: {name: "View\\e[31m", account: {id: "123456789012"}}}
`,
};

/** What `FILES` reads of the environment. */
export const ENV = { KEY_ID: "canary-key-id" };
