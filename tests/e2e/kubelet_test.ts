/** Kubernetes' own code reads our samples and runs the plug-in. `kubelet.ts` builds it. */
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { OidcIssuer } from "../fakes/oidc/issuer.ts";
import { DEV, DEV_DUAL_STACK_HOST, DEV_HOST, OTHER_HOST, PROD, PROD_HOST } from "./lab/host_names.ts";
import { inLab } from "./lab/in_lab.ts";
import { type Account, Kubelet, kubeletDirectory } from "./lab/kubelet.ts";
import { DEV_SESSION, type Lab, PROD_SESSION, roleArn } from "./lab/lab.ts";
import { KUBELET_VARIABLE } from "./requirements.ts";

const SAMPLE = "credential-provider-config.yaml";
const ACCOUNTS_SAMPLE = "credential-provider-config-service-accounts.yaml";
const AUDIENCE = "sts.amazonaws.com";
const DIGEST = `sha256:${"0".repeat(64)}`;
const POD_SESSION = new RegExp(`^arn:aws:sts::${DEV}:assumed-role/web/atmos-shop-web-\\d+$`);

function withKubelet(name: string, test: (lab: Lab) => Promise<void>): void {
  inLab(`the kubelet ${name}`, [], test, Deno.env.get(KUBELET_VARIABLE) !== undefined);
}

/** The keys of the node itself. */
function useNode(lab: Lab): string {
  const node = lab.aws.user({ account: DEV, name: "node" });
  lab.useKeys(node);
  return node.arn;
}

async function pin(lab: Lab, ...hosts: readonly string[]): Promise<void> {
  await lab.demandProgram(["docker", "install", "--pin-only", ...hosts], {
    DOCKER_CONFIG: join(kubeletDirectory(lab), "docker"),
  });
}

withKubelet("pulls as the node, and asks once for all images of a registry", async (lab) => {
  const node = useNode(lab);
  await using kubelet = await Kubelet.start(lab, SAMPLE);
  for (const image of ["app", "app:1", `app@${DIGEST}`, `team/other:2@${DIGEST}`]) {
    strictEqual(await kubelet.principal(`${DEV_HOST}/${image}`), node, image);
  }
  deepStrictEqual([await kubelet.runs(), lab.aws.count("ecr", "GetAuthorizationToken")], [1, 1]);
  strictEqual(await kubelet.principal(`${PROD_HOST}/app`), node);
  deepStrictEqual([await kubelet.runs(), lab.aws.count("ecr", "GetAuthorizationToken")], [2, 2]);
  // Not ours to be asked about.
  deepStrictEqual(await kubelet.pull([`${OTHER_HOST}/app`, "nginx"]), [[], []]);
  strictEqual(await kubelet.runs(), 2);
});

withKubelet("pulls as the identity of a pin, and as nobody when that fails", async (lab) => {
  const node = useNode(lab);
  await pin(lab, DEV_HOST, PROD_HOST);
  await using kubelet = await Kubelet.start(lab, SAMPLE);
  match(await kubelet.principal(`${DEV_HOST}/app`) ?? "", DEV_SESSION);
  match(await kubelet.principal(`${DEV_DUAL_STACK_HOST}/app`) ?? "", DEV_SESSION);
  lab.aws.deny(roleArn(PROD), "ecr:GetAuthorizationToken");
  strictEqual(await kubelet.principal(`${PROD_HOST}/app`), undefined, "and not the node");
  strictEqual(await kubelet.principal("public.ecr.aws/app"), node, "which is not pinned");
  const checked = await lab.demandProgram(["kubelet", "--check", `${DEV_HOST}/app`], {
    DOCKER_CONFIG: join(kubeletDirectory(lab), "docker"),
  });
  match(checked.stdout, /as identity "dev"\nWhy: .* is pinned to it/);
});

withKubelet("makes one call to AWS for twenty pulls at once", async (lab) => {
  const node = useNode(lab);
  await using kubelet = await Kubelet.start(lab, SAMPLE);
  const images = Array.from({ length: 20 }, (_, index) => `${DEV_HOST}/app${index}:1`);
  for (const [login] of await kubelet.pull(images)) {
    strictEqual(lab.aws.describePassword(login?.password ?? "")?.principal, node);
  }
  strictEqual(lab.aws.count("ecr", "GetAuthorizationToken"), 1);
});

withKubelet("of Kubernetes 1.24 is answered in its version of the API", async (lab) => {
  const node = useNode(lab);
  const beta = (text: string): string => text.replaceAll(/(?<=^\s*apiVersion: \S+\/v1$)/gm, "beta1");
  await using kubelet = await Kubelet.start(lab, SAMPLE, beta);
  strictEqual(await kubelet.principal(`${DEV_HOST}/app`), node);
});

withKubelet("pulls as the role of a pod's service account, else as before", async (lab) => {
  const node = useNode(lab);
  await pin(lab, PROD_HOST);
  const issuer = new OidcIssuer("https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF");
  const provider = lab.aws.oidcProvider({ account: DEV, issuer, audiences: [AUDIENCE] });
  const role = lab.aws.role({
    account: DEV,
    name: "web",
    trusts: [provider],
    subjects: ["system:serviceaccount:shop:web"],
  });
  const account = (name: string, roleArn?: string): Account => ({
    name,
    token: issuer.sign({
      sub: `system:serviceaccount:shop:${name}`,
      aud: [AUDIENCE],
      exp: Math.floor(Date.now() / 1000) + 600,
    }),
    ...(roleArn === undefined ? {} : { annotations: { "eks.amazonaws.com/role-arn": roleArn } }),
  });
  await using kubelet = await Kubelet.start(lab, ACCOUNTS_SAMPLE);
  const image = `${DEV_HOST}/app`;
  match(await kubelet.principal(image, account("web", role.arn)) ?? "", POD_SESSION);
  // A new token of the same account: the kubelet keeps what it has.
  match(await kubelet.principal(`${DEV_HOST}/other`, account("web", role.arn)) ?? "", POD_SESSION);
  strictEqual(await kubelet.runs(), 1);
  strictEqual(await kubelet.principal(image, account("plain")), node);
  strictEqual(await kubelet.principal(image), node, "a static pod");
  match(await kubelet.principal(`${PROD_HOST}/app`, account("plain")) ?? "", PROD_SESSION);
  // Another account with the same role, which does not trust it: nobody, and never the node.
  strictEqual(await kubelet.principal(image, account("thief", role.arn)), undefined);
  match(await kubelet.principal(image, account("web", role.arn)) ?? "", POD_SESSION);
});
