import { type AwsFiles, type AwsFileText, readAwsFiles } from "../../../domain/aws_files/aws_files.ts";
import {
  isInForeignHome,
  type SharedFilePaths,
  sharedFilePaths,
} from "../../../domain/aws_files/file_paths.ts";
import { homeDirectory } from "../../../domain/files/app_directories.ts";
import type { ProfileChoice } from "../../../ports/aws.ts";
import type { Environment } from "../../../ports/process.ts";

/** Larger files are not read: a device has no end. */
const MAX_BYTES = 1024 * 1024;

/** The paths of the AWS files that an environment names. */
export function awsFilePaths(environment: Environment): SharedFilePaths {
  const place = { home: homeDirectory(environment), cwd: environment.cwd };
  return sharedFilePaths((name) => environment.get(name), place);
}

/** The AWS files that an environment names. Without `node:` modules, as all of this file: a cache hit may need it. */
export async function readFiles(environment: Environment, profile?: ProfileChoice): Promise<AwsFiles> {
  const paths = profile?.files ?? awsFilePaths(environment);
  const [config, credentials] = await Promise.all([
    readAwsFile(paths.configFile),
    readAwsFile(paths.credentialsFile),
  ]);
  return readAwsFiles({ config, credentials });
}

/** The text of an AWS file. A path that is not a file counts as missing, as in the AWS CLI; an unreadable file does not. */
export async function readAwsFile(path: string): Promise<AwsFileText> {
  const unreadable = (reason: string): AwsFileText => ({ file: path, text: undefined, unreadable: reason });
  if (isInForeignHome(path)) return unreadable("it is in another user's home: use an absolute path");
  try {
    const { isFile, size } = await Deno.stat(path);
    if (!isFile) return { file: path, text: undefined };
    if (size > MAX_BYTES) return unreadable("it is larger than 1 MiB");
    // A byte-order mark is kept: the AWS CLI rejects it.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { file: path, text: decoder.decode(await Deno.readFile(path)) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return { file: path, text: undefined };
    }
    if (error instanceof TypeError) return unreadable("it is not UTF-8");
    return unreadable("it exists but cannot be read");
  }
}
