import { FilePrincipalFacts } from "../../../src/adapters/aws/ambient/file_principal_facts.ts";
import type { StatusPorts } from "../../../src/app/docker/docker_status.ts";
import { explainRegistry, type Explanation } from "../../../src/app/docker/explain_registry.ts";
import type { IdentityPin } from "../../../src/domain/helper/registry_pin.ts";
import { parseRegistry } from "../../../src/domain/registry/parse_registry.ts";
import { pin, type PinChanges } from "../../support/helper_fixtures.ts";
import { StatusBench } from "./status_bench.ts";

/** Two identities behind one user, each with a registry. */
export const YAML = `auth:
  identities:
    builder:
      kind: aws/user
      credentials: {access_key_id: AKIABUILDER, secret_access_key: canary-secret}
    dev-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::222233334444:role/deploy"}
    prod-deploy:
      kind: aws/assume-role
      via: {identity: builder}
      principal: {assume_role: "arn:aws:iam::333344445555:role/deploy"}
  integrations:
    dev/ecr:
      kind: aws/ecr
      via: {identity: dev-deploy}
      spec: {registry: {account_id: "222233334444", region: us-east-1}}
`;

/** A machine in memory, of which `explain` says where a registry gets its credentials. */
export class ExplainBench extends StatusBench {
  /**
   * @param text The `atmos.yaml` of `/project`, which pins are made with.
   * @param isOutside Whether the working directory is another one.
   */
  constructor(
    { text = YAML, isOutside = false, variables = {} }: {
      readonly text?: string;
      readonly isOutside?: boolean;
      readonly variables?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super({ ...(isOutside ? {} : { yaml: text }), variables: { HOME: "/nonexistent", ...variables } });
    this.pinnedYaml = text;
  }

  /** The environment's credentials are those of the AWS files. */
  override get ports(): StatusPorts {
    return { ...super.ports, facts: new FilePrincipalFacts(this.environment) };
  }

  /** A pin to an identity of the project's `atmos.yaml`. */
  pin(changes: PinChanges): IdentityPin {
    return pin({ files: ["/project/atmos.yaml"], ...changes });
  }

  explain(host: string): Promise<Explanation> {
    return explainRegistry(parseRegistry(host), this.ports);
  }
}
