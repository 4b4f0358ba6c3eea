import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { ROLE_ANNOTATION } from "../../src/domain/kubelet/pod_role.ts";
import { OidcIssuer } from "../fakes/oidc/issuer.ts";
import { hasTerminals } from "../support/terminal.ts";
import { HelperWorld, HOST } from "./helper_world.ts";
import { DEV } from "./world.ts";

const CLUSTER = "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF";
const AUDIENCE = "sts.amazonaws.com";

/** A cluster whose service accounts of one namespace may take a role. */
function addCluster(
  { world: { aws } }: HelperWorld,
): { readonly issuer: OidcIssuer; readonly roleArn: string } {
  const issuer = new OidcIssuer(CLUSTER);
  const provider = aws.oidcProvider({ account: DEV, issuer, audiences: [AUDIENCE] });
  const subjects = ["system:serviceaccount:shop:*"];
  return { issuer, roleArn: aws.role({ account: DEV, name: "web", trusts: [provider], subjects }).arn };
}

function request(issuer: OidcIssuer, roleArn: string, name = "shop:web"): string {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const sub = `system:serviceaccount:${name}`;
  return JSON.stringify({
    apiVersion: "credentialprovider.kubelet.k8s.io/v1",
    kind: "CredentialProviderRequest",
    image: `${HOST}/team/app:1.0`,
    serviceAccountToken: issuer.sign({ sub, exp, aud: [AUDIENCE] }),
    serviceAccountAnnotations: { [ROLE_ANNOTATION]: roleArn },
  });
}

Deno.test("kubelet assumes the role of a pod's service account with its token, regardless of the node's credentials", async () => {
  await using test = await HelperWorld.create();
  const { aws } = test.world;
  await test.pin();
  const { issuer, roleArn } = addCluster(test);
  const stdin = request(issuer, roleArn);
  const { code, stdout, stderr } = await test.run(["kubelet"], { stdin });
  deepStrictEqual([code, stderr], [0, ""]);
  const { auth: { [HOST]: login } } = JSON.parse(stdout);
  match(
    aws.describePassword(login.password)?.principal ?? "",
    new RegExp(`^arn:aws:sts::${DEV}:assumed-role/web/atmos-shop-web-\\d+$`),
  );
  strictEqual(aws.count("sts", "AssumeRole"), 0);
  // A new token of the same service account needs nobody.
  const again = await test.run(["kubelet"], { stdin: request(issuer, roleArn) });
  strictEqual(JSON.parse(again.stdout).auth[HOST].password, login.password);
  strictEqual(aws.count("ecr", "GetAuthorizationToken"), 1);
  // Nor has the token of the service account been kept.
  const { serviceAccountToken } = JSON.parse(stdin);
  for (const file of await test.world.sandbox.files()) {
    const text = await Deno.readTextFile(`${test.world.sandbox.root}/${file}`).catch(() => "");
    strictEqual(text.includes(serviceAccountToken), false, file);
  }
});

Deno.test("kubelet gives a pod nothing when its role does not trust it", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  const { issuer, roleArn } = addCluster(test);
  const stdin = request(issuer, roleArn, "other:web");
  const { code, stdout, stderr } = await test.run(["kubelet"], { stdin });
  deepStrictEqual([code, stdout], [1, ""]);
  match(stderr, /^[^\n]+\(AWS_DENIED, service account other\/web\)\n$/);
  doesNotMatch(stderr, /eyJ/);
  strictEqual(test.world.aws.count("ecr", "GetAuthorizationToken"), 0);
});

Deno.test({
  name: "kubelet --check wraps its lines between words, and breaks no name",
  ignore: !await hasTerminals(),
  fn: async (t) => {
    await using test = await HelperWorld.create();
    await test.pin();
    const { stdout } = await test.run(["kubelet", "--check", `${HOST}/app:1`]);
    for (const columns of [60, 80]) {
      await t.step(`${columns} columns`, async () => {
        await using terminal = test.world.terminal(["kubelet", "--check", `${HOST}/app:1`], { columns });
        strictEqual(await terminal.ended(), 0, terminal.screen);
        const lines = terminal.screen.trimEnd().split("\r\n");
        ok(lines.length > stdout.trimEnd().split("\n").length, terminal.screen);
        for (const line of lines) ok(line.length <= columns || !line.trim().includes(" "), line);
        strictEqual(`${lines.join("\n").replaceAll("\n  ", " ")}\n`, stdout);
      });
    }
  },
});

Deno.test("kubelet --check shows which identity would pull an image", async () => {
  await using test = await HelperWorld.create();
  await test.pin();
  const { code, stdout, stderr } = await test.run(["kubelet", "--check", `${HOST}/app:1`], {
    keepOpen: true,
  });
  deepStrictEqual([code, stderr], [0, ""]);
  match(stdout, /^\S+\/app:1 would be pulled as identity "dev-deploy"\nWhy: \S+ is pinned to it in /);
  const foreign = await test.run(["kubelet", "--check", "nginx"]);
  deepStrictEqual([foreign.code, foreign.stdout], [2, ""]);
  match(foreign.stderr, /\(REGISTRY_INVALID\)\n$/);
});
