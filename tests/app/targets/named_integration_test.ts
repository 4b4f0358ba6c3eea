import { rejects } from "node:assert/strict";
import { TEAM, toLogIn, toLogOut } from "./selection_bench.ts";

/** {@linkcode TEAM} with an identity and a provider of IAM Identity Center. */
const CENTER = TEAM.replace(
  "  integrations:\n",
  `    sandbox admin:
      kind: aws/permission-set
      via: {provider: acme}
      principal: {name: Admin, account: {name: Acme-Sandbox}}
  providers:
    acme: {kind: aws/iam-identity-center, start_url: "https://acme.awsapps.com/start", region: us-east-1}
  integrations:
`,
);

Deno.test("names of another kind get the right hint from loginTargets() and logoutTargets()", async (t) => {
  for (
    const [name, hint] of [
      ["dev-deploy", /^It is an identity: use --identity dev-deploy$/],
      ["Builder", /^It is an identity: use --identity builder$/],
      ["sandbox admin", /^It is an identity: use --identity 'sandbox admin'$/],
      ["acme-sandbox", /^It is an account: use --identity 'sandbox admin'$/],
      ["222233334444", /^It is an account: use dev\/ecr, or dev\/ecr\/eu$/],
      ["acme", /^It is a provider: log in to it with `atmos-ecr auth login --provider acme`/],
      ["dev/erc", /Did you mean "dev\/ecr"\?/],
    ] as const
  ) {
    await t.step(name, async () => {
      await rejects(toLogIn(CENTER, name), { code: "INTEGRATION_NOT_FOUND", exitCode: 2, hint });
    });
  }
  await t.step("a logout", async () => {
    await rejects(toLogOut(CENTER, "dev-deploy"), {
      code: "INTEGRATION_NOT_FOUND",
      hint: /^It is an identity: use --identity dev-deploy$/,
    });
  });
});
