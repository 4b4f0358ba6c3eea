import { readFiles } from "../adapters/aws/shared_files/read_aws_files.ts";
import { changeDirectory } from "../adapters/system/working_directory.ts";
import type { ProfileCompletionContext } from "../cli/command/context.ts";
import type { Environment } from "../ports/process.ts";

/** Completion of AWS profiles in this process. */
export function openProfileCompletion(environment: Environment): ProfileCompletionContext {
  return { environment, changeDirectory, awsFiles: () => readFiles(environment) };
}
