import { homeDirectory } from "../../../domain/files/app_directories.ts";
import { ambientDefinition } from "../../../domain/identity/ambient/ambient_definition.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../../domain/identity/ambient/plan_ambient.ts";
import {
  needsOlderKeys,
  olderKeyPaths,
  planOlderKeys,
} from "../../../domain/identity/ambient/plan_older_keys.ts";
import type { Definition } from "../../../domain/identity/definition.ts";
import type { ProfileChoice } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { readAwsFile, readFiles } from "../shared_files/read_aws_files.ts";
import { SystemMachine } from "./system_machine.ts";

/** Plans credentials from variables and the AWS files. Without `node:` modules: a cache hit may need it. */
export class FileAmbientPlans {
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /**
   * How to get the environment's credentials, or those of a profile.
   *
   * @throws {AwsError} As `planAmbient` and `planOlderKeys`.
   */
  async plan(profile?: ProfileChoice): Promise<AmbientPlan> {
    const environment = this.#environment;
    const variable = (name: string): string | undefined => environment.get(name);
    const place = { home: homeDirectory(environment), cwd: environment.cwd };
    const files = await readFiles(environment, profile);
    const plan = planAmbient({ ...place, variable, files, profile: profile?.name });
    if (profile !== undefined || !needsOlderKeys(plan)) return plan;
    const { ec2, boto } = olderKeyPaths(variable, place);
    const keys = planOlderKeys({
      ec2: ec2 === undefined ? undefined : await readAwsFile(ec2),
      boto: await Promise.all(boto.map(readAwsFile)),
    });
    return keys === undefined ? plan : { ...plan, source: keys };
  }

  /**
   * The definition of the environment's principal, or that of a profile.
   *
   * @throws {AwsError} As `planAmbient` and `planOlderKeys`.
   */
  async define(profile?: ProfileChoice): Promise<Definition> {
    return await ambientDefinition(await this.plan(profile), new SystemMachine());
  }
}
