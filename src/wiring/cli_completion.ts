import { NameFilesReader } from "../adapters/cache/name_files_reader.ts";
import { untrustingEnvironment } from "../adapters/system/changed_environment.ts";
import { changeDirectory } from "../adapters/system/working_directory.ts";
import type { CompletionContext } from "../cli/command/context.ts";
import { namesDirectory } from "../domain/files/app_directories.ts";
import type { Environment } from "../ports/process.ts";

/** What names are completed with in this process. Nothing that a configuration says is run. */
export function openCompletion(environment: Environment): CompletionContext {
  return {
    environment,
    changeDirectory,
    known: new NameFilesReader(namesDirectory(environment), untrustingEnvironment(environment).get),
    openNames: async () => (await loadNames()).openNames(environment),
  };
}

/** Behind a condition, which keeps Deno from reading it beforehand. See `src/main.ts`. */
const loadNames = (): Promise<typeof import("./cli_names.ts")> =>
  import(Deno.build.standalone ? "./cli_names.ts" : "./cli_names.ts");
