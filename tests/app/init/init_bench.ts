import { join } from "node:path";
import { AtmosYamlFiles } from "../../../src/adapters/config/atmos_yaml_files.ts";
import { ConfigDraftFiles } from "../../../src/adapters/config/files/config_draft_files.ts";
import type { InitAws, InitPorts } from "../../../src/app/init/init_ports.ts";
import { type InitFlags, initRequest } from "../../../src/app/init/init_request.ts";
import { type PreparedInit, prepareInit, writeInit } from "../../../src/app/init/prepare_init.ts";
import { readAwsFiles } from "../../../src/domain/aws_files/aws_files.ts";
import type { Prompter } from "../../../src/ports/terminal.ts";
import { NO_SELECTION } from "../../fakes/memory_configurations.ts";
import { PatientDeadline } from "../../fakes/patient_deadline.ts";
import { NON_INTERACTIVE_PROMPTER } from "../../fakes/scripted_prompter.ts";
import { environmentIn } from "../../support/helper_home.ts";
import { Sandbox } from "../../support/sandbox.ts";

/** The start URL of the tests. */
export const START_URL = "https://acme.awsapps.com/start";
/** Flags that leave no question but for what to create. */
export const SSO: InitFlags = { ssoStartUrl: START_URL, ssoRegion: "us-east-1" };
/** Flags that leave no question. */
export const COMPLETE: InitFlags = {
  ...SSO,
  account: ["222233334444"],
  permissionSet: ["Admin"],
  region: ["us-east-1"],
};

/** Profiles: keys, a role over them, and one that is wrong. */
const AWS_CONFIG = `[profile "hub user"]
region = us-east-1
[profile deploy]
role_arn = arn:aws:iam::222233334444:role/deploy
source_profile = hub user
region = us-east-1
[profile broken]
source_profile = x
role_arn = y
`;
const AWS_CREDENTIALS = "[hub user]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = secret\n";

/** `init` on real files of a project, without an AWS unless one is given. */
export class InitBench implements AsyncDisposable {
  readonly sandbox: Sandbox;
  /** What AWS is; to ask for it is a defect when undefined. */
  aws: Partial<InitAws> | undefined;
  /** Whether the AWS files have profiles. */
  hasProfiles = true;

  private constructor(sandbox: Sandbox) {
    this.sandbox = sandbox;
  }

  /** @param files Paths below the project, with their content. */
  static async create(files: Readonly<Record<string, string>> = {}): Promise<InitBench> {
    return new InitBench(await Sandbox.create(files));
  }

  ports(prompter: Prompter = NON_INTERACTIVE_PROMPTER): InitPorts {
    const environment = environmentIn(this.sandbox);
    return {
      environment,
      prompter,
      configSelection: NO_SELECTION,
      configurations: new AtmosYamlFiles(environment),
      drafts: new ConfigDraftFiles(environment),
      deadlines: () => new PatientDeadline(),
      awsFiles: () =>
        Promise.resolve(readAwsFiles({
          config: { file: "config", text: this.hasProfiles ? AWS_CONFIG : "" },
          credentials: { file: "credentials", text: this.hasProfiles ? AWS_CREDENTIALS : "" },
        })),
      aws: () =>
        this.aws === undefined
          ? Promise.reject(new Error("AWS is not to be asked"))
          : Promise.resolve(this.aws as InitAws),
    };
  }

  /** @param sectionOnly As for `prepareInit`. */
  async prepare(flags: InitFlags, prompter?: Prompter, sectionOnly = false): Promise<PreparedInit> {
    return await prepareInit(initRequest(flags), this.ports(prompter), sectionOnly);
  }

  /** Writes what it prepares. @returns Whether the configuration is valid then. */
  async write(flags: InitFlags): Promise<boolean | undefined> {
    const validated = await writeInit(await this.prepare(flags), this.ports());
    return validated?.valid;
  }

  /** The `atmos.yaml`; undefined where there is none. */
  get written(): string | undefined {
    try {
      return Deno.readTextFileSync(join(this.sandbox.project, "atmos.yaml"));
    } catch {
      return undefined;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox[Symbol.asyncDispose]();
  }
}
