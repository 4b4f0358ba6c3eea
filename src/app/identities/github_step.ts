import type { Provider } from "../../domain/auth/model/auth_config.ts";
import type { WebIdentityTokens } from "../../ports/aws.ts";
import type { ProviderStep } from "./contract/identity_step.ts";

/** The default audience, as in `aws-actions/configure-aws-credentials`. */
const DEFAULT_AUDIENCE = "sts.amazonaws.com";

/** GitHub Actions: a signed token that identifies the job, for roles that trust it. */
export function githubStep(tokens: WebIdentityTokens): ProviderStep {
  return async ({ name, fields }: Provider, { deadline: { signal } }) => {
    const token = await tokens.request(fields.get("spec.audience")?.value ?? DEFAULT_AUDIENCE, { signal });
    const region = fields.get("region")?.value;
    return { kind: "web-identity", token, provider: name, ...(region === undefined ? {} : { region }) };
  };
}
