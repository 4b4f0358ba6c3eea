import { ROLE_ANNOTATION } from "../../src/domain/kubelet/pod_role.ts";
import type { FakeAws } from "../fakes/aws/fake_aws.ts";
import { OidcIssuer } from "../fakes/oidc/issuer.ts";
import { CLUSTER } from "./service_account.ts";

const AUDIENCE = "sts.amazonaws.com";

/** A cluster whose service accounts of one namespace may take a role. */
export interface PodCluster {
  readonly issuer: OidcIssuer;
  readonly roleArn: string;
}

/** Adds a cluster to an account, whose namespace `shop` may take the role `web`. */
export function addCluster(aws: FakeAws, account: string): PodCluster {
  const issuer = new OidcIssuer(CLUSTER);
  const provider = aws.oidcProvider({ account, issuer, audiences: [AUDIENCE] });
  const subjects = ["system:serviceaccount:shop:*"];
  return { issuer, roleArn: aws.role({ account, name: "web", trusts: [provider], subjects }).arn };
}

/** What a kubelet asks for a pod of a service account, with a new token each time. */
export function podRequest({ issuer, roleArn }: PodCluster, host: string, name = "shop:web"): string {
  const exp = Math.floor(Date.now() / 1000) + 600;
  const sub = `system:serviceaccount:${name}`;
  return JSON.stringify({
    apiVersion: "credentialprovider.kubelet.k8s.io/v1",
    kind: "CredentialProviderRequest",
    image: `${host}/team/app:1.0`,
    serviceAccountToken: issuer.sign({ sub, exp, aud: [AUDIENCE] }),
    serviceAccountAnnotations: { [ROLE_ANNOTATION]: roleArn },
  });
}
