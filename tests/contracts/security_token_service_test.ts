import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { SdkSecurityTokenService } from "../../src/adapters/aws/calls/sdk_security_token_service.ts";
import { Secret } from "../../src/domain/secret.ts";
import { credentialsOf } from "../adapters/aws/credentials_of.ts";
import { FixedEnvironment } from "../adapters/aws/fixed_environment.ts";
import { startFakeAws } from "../fakes/aws/fake_aws.ts";
import { startFakeActionsOidc } from "../fakes/github/actions_oidc.ts";
import { FakeIdp } from "../fakes/saml/fake_idp.ts";
import { MemorySecurityTokenService } from "../fakes/memory_security_token_service.ts";
import { testSecurityTokenService } from "./security_token_service_contract.ts";

const ROLE = "arn:aws:iam::123456789012:role/deploy";
const NEXT_ROLE = "arn:aws:iam::210987654321:role/pull";
const MFA = "arn:aws:iam::123456789012:mfa/carol";
const MFA_ROLE = "arn:aws:iam::123456789012:role/mfa";
const WEB_ROLE = "arn:aws:iam::123456789012:role/job";
const SAML_ROLE = "arn:aws:iam::123456789012:role/saml";
const SAML_PROVIDER = "arn:aws:iam::123456789012:saml-provider/corp";
const CLOSED_ROLE = "arn:aws:iam::210987654321:role/closed";

testSecurityTokenService("MemorySecurityTokenService", () => {
  const sts = new MemorySecurityTokenService();
  sts.roles.set(ROLE, { trusts: ["AKIAONE"] });
  sts.roles.set(NEXT_ROLE, { trusts: [ROLE], externalId: "x-1" });
  sts.roles.set(CLOSED_ROLE, { trusts: [] });
  sts.members.add("111122223333");
  sts.mfaCodes.set(MFA, new Set(["111111", "222222"]));
  sts.roles.set(MFA_ROLE, { requiresMfa: true });
  sts.roles.set(WEB_ROLE, { tokens: ["x.y.z"] });
  sts.roles.set(SAML_ROLE, { samlProviders: [SAML_PROVIDER] });
  const codes = ["111111", "222222"];
  return Promise.resolve({
    sts,
    user: { accessKeyId: "AKIAONE", secretAccessKey: new Secret("one") },
    roleArn: ROLE,
    nextRoleArn: NEXT_ROLE,
    externalId: "x-1",
    closedRoleArn: CLOSED_ROLE,
    memberAccount: "111122223333",
    mfaUser: { accessKeyId: "AKIAMFA", secretAccessKey: new Secret("mfa") },
    mfaSerial: MFA,
    nextCode: () => codes.shift() ?? "",
    mfaRoleArn: MFA_ROLE,
    webRoleArn: WEB_ROLE,
    webToken: "x.y.z",
    samlRoleArn: SAML_ROLE,
    samlProviderArn: SAML_PROVIDER,
    samlAssertion: "PHNhbWw+",
    hang: () => {
      sts.hanging = true;
    },
    count: () => sts.calls.length,
    principal: ({ accessKeyId }) => Promise.resolve(sts.principal(accessKeyId)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testSecurityTokenService("SdkSecurityTokenService", async () => {
  const aws = await startFakeAws();
  const user = aws.user({ account: "123456789012", name: "alice" });
  const role = aws.role({ account: "123456789012", name: "deploy", trusts: [user.arn] });
  const next = aws.role({ account: "210987654321", name: "pull", trusts: [role.arn], externalId: "x-1" });
  const closed = aws.role({ account: "210987654321", name: "closed", trusts: [] });
  const mfaUser = aws.user({ account: "123456789012", name: "carol", mfa: true });
  const mfaRole = aws.role({
    account: "123456789012",
    name: "mfa",
    trusts: [mfaUser.arn],
    requiresMfa: true,
  });
  const actions = await startFakeActionsOidc();
  const provider = aws.oidcProvider({
    account: "123456789012",
    issuer: actions.issuer,
    audiences: ["sts.amazonaws.com"],
  });
  const webRole = aws.role({
    account: "123456789012",
    name: "job",
    trusts: [provider],
    subjects: ["repo:acme/app:*"],
  });
  const idp = new FakeIdp({ roles: [`${SAML_ROLE},${SAML_PROVIDER}`] });
  aws.samlProvider({ account: "123456789012", name: "corp", publicKey: idp.publicKey });
  aws.role({ account: "123456789012", name: "saml", trusts: [SAML_PROVIDER] });
  aws.organization({ management: "123456789012", members: ["111122223333"] });
  return {
    sts: new SdkSecurityTokenService({
      environment: new FixedEnvironment(aws.environment()),
      clock: () => new Date(),
    }),
    user: credentialsOf(user),
    roleArn: role.arn,
    nextRoleArn: next.arn,
    externalId: "x-1",
    closedRoleArn: closed.arn,
    memberAccount: "111122223333",
    mfaUser: credentialsOf(mfaUser),
    mfaSerial: mfaUser.mfaArn,
    nextCode: () => mfaUser.mfaCode(),
    mfaRoleArn: mfaRole.arn,
    webRoleArn: webRole.arn,
    webToken: actions.token("sts.amazonaws.com"),
    samlRoleArn: SAML_ROLE,
    samlProviderArn: SAML_PROVIDER,
    samlAssertion: idp.response(),
    hang: () => void aws.faults.add({ effect: { kind: "hang" } }),
    count: () => aws.requests.length,
    async principal({ accessKeyId, secretAccessKey, sessionToken }): Promise<string> {
      const client = new STSClient({
        region: "us-east-1",
        endpoint: aws.url,
        credentials: {
          accessKeyId,
          secretAccessKey: secretAccessKey.expose(),
          ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.expose() }),
        },
      });
      try {
        return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? "";
      } finally {
        client.destroy();
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await actions[Symbol.asyncDispose]();
      await idp[Symbol.asyncDispose]();
      await aws.close();
    },
  };
});
