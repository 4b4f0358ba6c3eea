import { readAwsFiles } from "../../../../src/domain/aws_files/aws_files.ts";
import type { AmbientPlan } from "../../../../src/domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../../../src/domain/identity/ambient/plan_ambient.ts";

/** What a plan is made from in a test. */
export interface PlanInput {
  readonly config?: string;
  readonly credentials?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly profile?: string;
}

/** Makes a plan with the files `config` and `credentials`. */
export function plan({ config = "", credentials = "", env = {}, profile }: PlanInput): AmbientPlan {
  const files = readAwsFiles({
    config: { file: "config", text: config },
    credentials: { file: "credentials", text: credentials },
  });
  return planAmbient({ variable: (name) => env[name], files, home: "/home/dev", cwd: "/work", profile });
}
