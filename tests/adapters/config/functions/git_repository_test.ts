import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { SYSTEM_FILES } from "../../../../src/adapters/config/files/file_access.ts";
import { ConfigFiles } from "../../../../src/adapters/config/files/config_files.ts";
import {
  type GitFacts,
  parseRemoteUrl,
  readGitRepository,
} from "../../../../src/adapters/config/functions/git_repository.ts";
import { MemoryFiles } from "../../../fakes/memory_files.ts";
import { Machine } from "../hostile_repository.ts";

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
  const files = new ConfigFiles(SYSTEM_FILES, machine.project);
  const started = performance.now();
  const { url = "" } = await readGitRepository(machine.project, files);
  ok(performance.now() - started < 1000);
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
