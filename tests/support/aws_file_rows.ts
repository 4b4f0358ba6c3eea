import { readAwsFiles } from "../../src/domain/aws_files/aws_files.ts";
import { sharedFilePaths } from "../../src/domain/aws_files/file_paths.ts";
import type { AmbientPlan } from "../../src/domain/identity/ambient/ambient_plan.ts";
import { planAmbient } from "../../src/domain/identity/ambient/plan_ambient.ts";

/** What the AWS CLI makes of files and variables, and where we differ. */
export interface AwsFileRow {
  readonly name: string;
  /** Texts by path in the home. */
  readonly files: Readonly<Record<string, string>>;
  /** `{home}` stands for the home. */
  readonly env?: Readonly<Record<string, string>>;
  /** The value of `--profile`. */
  readonly profile?: string;
  /** The answer of `aws configure export-credentials`: id, secret, token; or its words. */
  readonly aws: AwsAnswer;
  /** Where we are meant to differ: what we do, and why. */
  readonly ours?: { readonly source?: string; readonly keys?: readonly string[]; readonly why: string };
}

/** Keys, or an error. */
export type AwsAnswer = { readonly keys: readonly string[] } | { readonly error: string };

/** All rows, by the topic that their file is named after. */
export async function awsFileRows(): Promise<ReadonlyMap<string, readonly AwsFileRow[]>> {
  const folder = new URL("../../fixtures/aws_files/", import.meta.url);
  const topics = new Map<string, readonly AwsFileRow[]>();
  for await (const { name } of Deno.readDir(folder)) {
    topics.set(name.replace(/\.json$/, ""), JSON.parse(await Deno.readTextFile(new URL(name, folder))));
  }
  return topics;
}

/** The variables of a row. */
export function rowVariables({ env = {} }: AwsFileRow, home: string): Record<string, string> {
  const own = Object.entries(env).map(([name, value]) => [name, value.replaceAll("{home}", home)]);
  return { HOME: home, AWS_EC2_METADATA_DISABLED: "true", ...Object.fromEntries(own) };
}

/** The key id that AWS is to see, with the session token; none where there is an error; undefined where another source has to be asked first. */
export function keysOf({ aws, ours }: AwsFileRow): readonly string[] | undefined {
  if (ours?.source !== undefined && ours.source !== "error") return undefined;
  const keys = ours === undefined ? ("keys" in aws ? aws.keys : []) : (ours.keys ?? []);
  const [id, , token] = keys;
  if (id === undefined) return [];
  return token === undefined ? [id] : [id, token];
}

/** What we plan for a row. */
export function planRow(row: AwsFileRow): AmbientPlan {
  const home = "/home/dev";
  const variables = rowVariables(row, home);
  const variable = (name: string): string | undefined => variables[name];
  const place = { home, cwd: home };
  const { configFile, credentialsFile } = sharedFilePaths(variable, place);
  const text = (path: string): { file: string; text: string | undefined } => ({
    file: path,
    text: row.files[path.slice(home.length + 1)],
  });
  const files = readAwsFiles({ config: text(configFile), credentials: text(credentialsFile) });
  return planAmbient({ ...place, variable, files, profile: row.profile });
}
