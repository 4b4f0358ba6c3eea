import { withSource } from "../../../domain/config/config_tree.ts";
import { createFactFunction } from "../../../domain/config/yaml_functions.ts";
import type { FunctionEvaluator } from "../../../domain/config/evaluate_functions.ts";
import type { ConfigFiles } from "../files/config_files.ts";
import { type GitFacts, parseRemoteUrl, readGitRepository } from "./git_repository.ts";

const NO_REMOTE = "the repository has no remote origin";

/** The fact that a function returns, and why it may be missing. */
const FACTS:
  readonly (readonly [tag: string, fact: (facts: GitFacts) => string | undefined, absence: string])[] = [
    ["!git.sha", ({ sha }) => sha, "there is no commit"],
    ["!git.ref", ({ ref }) => ref, "there is no HEAD"],
    ["!git.branch", ({ branch }) => branch, "no branch is checked out"],
    ["!git.url", ({ url }) => url, NO_REMOTE],
    ["!git.host", ({ url }) => parseRemoteUrl(url)?.host, NO_REMOTE],
    ["!git.owner", ({ url }) => parseRemoteUrl(url)?.owner, NO_REMOTE],
    ["!git.name", ({ url }) => parseRemoteUrl(url)?.name, NO_REMOTE],
    ["!git.repository", ({ url }) => {
      const parts = parseRemoteUrl(url);
      return parts && `${parts.owner}/${parts.name}`;
    }, NO_REMOTE],
  ];

/**
 * The functions about the git repository of the working directory. Each accepts a default. The repository is read when the first of them is
 * evaluated. What `.git` takes from another repository counts as read from there.
 *
 * @param gitRoot Undefined outside a repository.
 */
export function gitFunctions(gitRoot: string | undefined, files: ConfigFiles): [string, FunctionEvaluator][] {
  let reading: Promise<GitFacts> | undefined;
  const facts = (): Promise<GitFacts> =>
    reading ??= gitRoot === undefined ? Promise.resolve({}) : readGitRepository(gitRoot, files);
  const outside = "the working directory is not in a git repository";
  const root = createFactFunction(() => Promise.resolve(gitRoot), outside);
  return [
    ["!repo-root", root],
    ["!git.root", root],
    ...FACTS.map(([tag, fact, absence]): [string, FunctionEvaluator] => {
      const find = createFactFunction(
        async () => fact(await facts()),
        gitRoot === undefined ? outside : absence,
      );
      return [tag, async (call, path) => {
        const value = await find(call, path);
        const { foreign } = await facts();
        return value === undefined || foreign === undefined
          ? value
          : withSource(value, { kind: "file", file: files.shown(foreign), from: call.origin });
      }];
    }),
  ];
}
