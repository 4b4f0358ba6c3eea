import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SYSTEM_FILES } from "../../../../src/adapters/config/files/file_access.ts";
import { ConfigFiles } from "../../../../src/adapters/config/files/config_files.ts";
import {
  type GitFacts,
  parseRemoteUrl,
  readGitRepository,
} from "../../../../src/adapters/config/functions/git_repository.ts";
import { MemoryFiles } from "../../../fakes/memory_files.ts";
import { Machine } from "../hostile_repository.ts";
import { promptly } from "../../../support/promptly.ts";

const SHA = "0123456789abcdef0123456789abcdef01234567";

/** What is known of a repository at `/r` with some files. */
function facts(files: Readonly<Record<string, string>>): Promise<GitFacts> {
  const absolute = Object.fromEntries(Object.entries(files).map(([path, text]) => [`/r/.git/${path}`, text]));
  return readGitRepository("/r", new ConfigFiles(new MemoryFiles(absolute), "/r"));
}

Deno.test("readGitRepository() knows nothing of a damaged repository", async () => {
  deepStrictEqual(await facts({}), {});
  deepStrictEqual(await facts({ HEAD: "nonsense" }), { ref: "HEAD" });
});

Deno.test("readGitRepository() reads no file outside by the name of a branch", async () => {
  const { sha } = await facts({ HEAD: "ref: ../../secret", "../../secret": SHA });
  strictEqual(sha, undefined);
});

Deno.test("readGitRepository() prefers a loose reference to a packed one", async () => {
  const { sha } = await facts({
    HEAD: "ref: refs/heads/a",
    "refs/heads/a": SHA,
    "packed-refs": `${"f".repeat(40)} refs/heads/a\n`,
  });
  strictEqual(sha, SHA);
});

Deno.test("readGitRepository() hides the password of a remote", async () => {
  for (
    const url of [
      "https://u:canary@h/o/n",
      "ssh://git:canary@h/o/n",
      "https://canary@h/o/n",
      "https://u:p@canary@h/o/n",
      "HTTPS://canary@h/o/n",
      "ssh://git:p@canary@h/o/n",
      "https://h/o/n?private_token=canary",
      "https://h/o/n.git?x=1&job_token=canary",
    ]
  ) {
    const { url: shown } = await facts({ config: `[remote "origin"]\n\turl = ${url}\n` });
    strictEqual(shown?.includes("canary"), false, shown);
  }
});

Deno.test("git's configuration is read in linear time", async () => {
  await using machine = await Machine.create({
    "project/.git/HEAD": "ref: refs/heads/main\n",
    "project/.git/config": `[remote "origin"]\n\turl${" ".repeat(200_000)}= x\n\turl =${
      " ".repeat(200_000)
    }\n\turl = https://u:p@example.com/o/r.git\n`,
  });
  const { url = "" } = await promptly(
    1000,
    () => readGitRepository(machine.project, new ConfigFiles(SYSTEM_FILES, machine.project)),
  );
  strictEqual(url, "https://example.com/o/r.git");
  strictEqual(parseRemoteUrl(url)?.name, "r");
});

for (
  const [url, expected] of [
    ["git@github.com:acme/infra.git", ["github.com", "acme", "infra"]],
    ["https://github.com/acme/infra", ["github.com", "acme", "infra"]],
    ["ssh://git@example.com:2222/acme/infra.git", ["example.com", "acme", "infra"]],
    ["https://gitlab.com/group/sub/infra.git/", ["gitlab.com", "group/sub", "infra"]],
    ["nonsense", undefined],
  ] as const
) {
  Deno.test(`parseRemoteUrl() reads ${url}`, () => {
    const parts = parseRemoteUrl(url);
    deepStrictEqual(parts && [parts.host, parts.owner, parts.name], expected);
  });
}

/** Another repository of the user. */
const OTHER = {
  "other/.git/HEAD": "ref: refs/heads/private\n",
  "other/.git/config": '[remote "origin"]\n\turl = https://example.com/private/repository\n',
};

/** How a project's `.git` is made: files, links, and whether its facts are its own. */
const LAYOUTS: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly own: boolean;
}[] = [
  { name: "a directory", files: { "project/.git/HEAD": "ref: refs/heads/main\n" }, own: true },
  {
    name: "a file that names another repository",
    files: { "project/.git": "gitdir: ../other/.git\n" },
    own: false,
  },
  { name: "a link to another repository", files: {}, links: { "project/.git": "../other/.git" }, own: false },
  {
    name: "a linked HEAD",
    files: { "project/.git/config": "" },
    links: { "project/.git/HEAD": "../../other/.git/HEAD" },
    own: false,
  },
  {
    name: "a linked configuration",
    files: { "project/.git/HEAD": "ref: refs/heads/main\n" },
    links: { "project/.git/config": "../../other/.git/config" },
    own: false,
  },
  {
    name: "the common directory of another repository",
    files: {
      "project/.git": "gitdir: fake\n",
      "project/fake/HEAD": "ref: refs/heads/main\n",
      "project/fake/commondir": "../../other/.git\n",
    },
    own: false,
  },
  {
    name: "a worktree of another directory",
    files: {
      "project/.git": "gitdir: ../other/.git/worktrees/w\n",
      "other/.git/worktrees/w/HEAD": "ref: refs/heads/private\n",
      "other/.git/worktrees/w/gitdir": "/elsewhere/.git\n",
      "other/.git/worktrees/w/commondir": "../..\n",
    },
    own: false,
  },
  {
    name: "a worktree",
    files: {
      "project/.git": "gitdir: ../other/.git/worktrees/w\n",
      "other/.git/worktrees/w/HEAD": "ref: refs/heads/main\n",
      "other/.git/worktrees/w/gitdir": "../../../../project/.git\n",
      "other/.git/worktrees/w/commondir": "../..\n",
    },
    own: true,
  },
  {
    name: "a submodule",
    files: {
      "project/.git": "gitdir: ../other/.git/modules/p\n",
      "other/.git/modules/p/HEAD": "ref: refs/heads/main\n",
      "other/.git/modules/p/config": "[core]\n\tworktree = ../../../../project\n",
    },
    own: true,
  },
];

Deno.test({
  name: "no branch or address of another repository is sent for an untrusted file",
  ignore: Deno.build.os === "windows",
  fn: async (t) => {
    for (const { name, files, links = {}, own } of LAYOUTS) {
      for (const tag of ["!git.branch", "!git.name"]) {
        await t.step(`${name}: ${tag}`, async () => {
          await using machine = await Machine.create({
            ...OTHER,
            ...files,
            "project/atmos.yaml":
              "auth: {identities: {base: {kind: aws/ambient}, dev: {kind: aws/assume-role, via: {identity: base}, principal: " +
              `{assume_role: "arn:aws:iam::123456789012:role/dev", session_name: ${tag} none}}}}\n`,
          });
          for (const [path, target] of Object.entries(links)) {
            await Deno.symlink(target, join(machine.root, path));
          }
          const { problems } = await machine.loadAll();
          const refused = problems.filter(({ code }) => code === "CONFIG_UNTRUSTED");
          strictEqual(refused.length, own ? 0 : 1, JSON.stringify(problems));
          ok(!JSON.stringify(problems).includes("private"), JSON.stringify(problems));
          // Trusted, it is as git says.
          await machine.trusts("project/atmos.yaml");
          strictEqual((await machine.loadAll()).problems.length, 0);
        });
      }
    }
  },
});
