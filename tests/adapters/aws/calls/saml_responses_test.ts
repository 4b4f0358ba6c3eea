import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { Secret } from "../../../../src/domain/secret.ts";
import { FakeIdp } from "../../../fakes/saml/fake_idp.ts";
import { Lab } from "../lab.ts";

const ROLE = "arn:aws:iam::222233334444:role/build";
const PROVIDER = "arn:aws:iam::222233334444:saml-provider/corp";
const OFFER = { roles: [`${ROLE},${PROVIDER}`] };

Deno.test("a SAML response that AWS rejects is reported, and never shown", async (t) => {
  await using lab = await Lab.open();
  await using idp = new FakeIdp(OFFER);
  await using stranger = new FakeIdp(OFFER);
  lab.aws.samlProvider({ account: "222233334444", name: "corp", publicKey: idp.publicKey });
  lab.aws.role({ account: "222233334444", name: "build", trusts: [PROVIDER] });
  const rows: readonly (readonly [name: string, response: string, says: RegExp])[] = [
    [
      "expired",
      idp.response({ ...OFFER, lifeSeconds: -60 }),
      /log in again, and check the clock of the identity provider/,
    ],
    ["another provider's signature", stranger.response(), /InvalidIdentityToken/],
  ];
  for (const [name, response, says] of rows) {
    await t.step(name, async () => {
      const request = { roleArn: ROLE, providerArn: PROVIDER, assertion: new Secret(response) };
      const options = { region: "us-east-1", signal: new AbortController().signal };
      await rejects(lab.sts.assumeRoleWithSaml(request, options), (error) => {
        ok(error instanceof AwsError);
        strictEqual(error.exitCode, 1);
        const said = `${error.message}\n${error.hint}`;
        match(said, says);
        ok(!said.includes(response.slice(0, 40)));
        return true;
      });
    });
  }
});
