/** Configurations for commands in memory, and what they name. @module */

/** The account of the user. */
export const HUB = "111122223333";
/** An account that roles lead to. */
export const DEV = "222233334444";
/** Another one. */
export const PROD = "333344445555";
/** The access key of the user. */
export const HUB_KEY = "AKIABUILDERBUILDER12";
/** The role of `dev-deploy`. */
export const DEPLOY = `arn:aws:iam::${DEV}:role/deploy`;
/** The role of `prod-deploy`. */
export const PROD_DEPLOY = `arn:aws:iam::${PROD}:role/deploy`;
/** The registry of {@linkcode DEV}. */
export const DEV_HOST = `${DEV}.dkr.ecr.us-east-1.amazonaws.com`;
/** The registry of {@linkcode PROD}. */
export const PROD_HOST = `${PROD}.dkr.ecr.eu-west-1.amazonaws.com`;

/** A user with two roles in two accounts, and their registries. */
export const ROLES_YAML = `auth:
  realm: acme
  identities:
    builder:
      kind: aws/user
      tags: [base]
      credentials: {access_key_id: ${HUB_KEY}, secret_access_key: secret}
    dev-deploy:
      kind: aws/assume-role
      default: true
      tags: [team, Dev]
      via: {identity: builder}
      principal: {assume_role: "${DEPLOY}"}
    prod-deploy:
      kind: aws/assume-role
      tags: team,prod
      via: {identity: builder}
      principal: {assume_role: "${PROD_DEPLOY}", external_id: acme, region: eu-west-1}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {identity: dev-deploy}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
    dev/ecr/eu:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {auto_provision: false, registry: {account_id: "${DEV}", region: eu-west-1}}
    Prod/ECR: {kind: aws/ecr, via: {identity: prod-deploy}, spec: {registry: {account_id: "${PROD}", region: eu-west-1}}}
    public: {kind: aws/ecr-public, via: {identity: dev-deploy}}
    cluster: {kind: aws/eks, via: {identity: dev-deploy}}
`;

/** The start URL of the IAM Identity Center. */
export const SSO_START_URL = "https://acme.awsapps.com/start";

/** A provider with an identity, and a registry that is linked to the provider. */
export const SSO_YAML = `auth:
  realm: acme
  providers:
    acme-sso: {kind: aws/iam-identity-center, start_url: "${SSO_START_URL}", region: us-east-1}
  identities:
    dev-admin:
      kind: aws/permission-set
      default: true
      via: {provider: acme-sso}
      principal: {name: Admin, account: {name: dev}}
  integrations:
    dev/ecr: {kind: aws/ecr, via: {provider: ACME-SSO}, spec: {registry: {account_id: "${DEV}", region: us-east-1}}}
`;

/** The same with a second identity of the same provider. */
export const SSO_YAML_OF_TWO = SSO_YAML.replace("default: true\n      ", "").replace(
  "  integrations:\n",
  `    prod-admin:
      kind: aws/permission-set
      via: {provider: acme-sso}
      principal: {name: Admin, account: {id: "${PROD}"}}
  integrations:
`,
);
