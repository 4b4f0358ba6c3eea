import { homeDirectory } from "../../../domain/files/app_directories.ts";
import { ambientDefinition } from "../../../domain/identity/ambient/ambient_definition.ts";
import type { AmbientPlan } from "../../../domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../../domain/identity/ambient/plan_ambient.ts";
import type { Definition } from "../../../domain/identity/definition.ts";
import type { ProfileChoice } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";
import { readFiles } from "../shared_files/read_aws_files.ts";
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
   * @throws {AwsError} As `planAmbient`.
   */
  async plan(profile?: ProfileChoice): Promise<AmbientPlan> {
    const environment = this.#environment;
    return planAmbient({
      variable: (name) => environment.get(name),
      home: homeDirectory(environment),
      cwd: environment.cwd,
      files: await readFiles(environment, profile),
      profile: profile?.name,
    });
  }

  /**
   * The definition of the environment's principal, or that of a profile.
   *
   * @throws {AwsError} As `planAmbient`.
   */
  async define(profile?: ProfileChoice): Promise<Definition> {
    return await ambientDefinition(await this.plan(profile), new SystemMachine());
  }
}
