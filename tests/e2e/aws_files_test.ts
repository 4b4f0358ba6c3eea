/** That the table of the AWS files says what Debian's `aws` does: it decides what is right. */
import { deepEqual, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { type AwsAnswer, type AwsFileRow, awsFileRows, rowVariables } from "../support/aws_file_rows.ts";
import { MODE_VARIABLE, SEARCH_PATH } from "./requirements.ts";

/** Runs the command once for each line of its input, a list of arguments, environment and directory, without loading it each time. */
const RUN_EACH = `
import json, os, sys
script = sys.argv[1]
code = compile(open(script).read(), script, "exec")
import awscli.clidriver
for line in sys.stdin:
    row = json.loads(line)
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        kept = {"AWS_DATA_PATH": os.environ.get("AWS_DATA_PATH", "")}
        os.environ.clear()
        os.environ.update(kept)
        os.environ.update(row["env"])
        os.chdir(row["cwd"])
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(os.path.join(row["cwd"], name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        sys.argv = [script, *row["args"]]
        status = 1
        try:
            exec(code, {"__name__": "__main__"})
        except SystemExit as ended:
            status = ended.code or 0
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)
    os.waitpid(pid, 0)
    print("done", flush=True)
`;

const script = await findAws();

Deno.test({
  name: "the AWS CLI answers as the table of the AWS files says",
  ignore: script === undefined,
  fn: async (t) => {
    const root = await Deno.makeTempDir();
    try {
      const topics = [...await awsFileRows()].flatMap(([topic, rows]) => rows.map((row) => ({ topic, row })));
      const homes = topics.map((_, index) => join(root, String(index)));
      await askAll(topics.map(({ row }) => row), homes);
      for (const [index, { topic, row }] of topics.entries()) {
        await t.step(`${topic}: ${row.name}`, async () => {
          deepEqual(await answer(homes[index] ?? ""), row.aws);
        });
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});

async function askAll(rows: readonly AwsFileRow[], homes: readonly string[]): Promise<void> {
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    const home = homes[index] ?? "";
    await Deno.mkdir(home);
    for (const [path, text] of Object.entries(row.files)) {
      await Deno.mkdir(dirname(join(home, path)), { recursive: true });
      await Deno.writeTextFile(join(home, path), text);
    }
    const args = ["configure", "export-credentials"];
    if (row.profile !== undefined) args.push(`--profile=${row.profile}`);
    const env = { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", ...rowVariables(row, home) };
    lines.push(JSON.stringify({ args, env, cwd: home }));
  }
  const [, interpreter = ""] = /^#!(\S+)/.exec(await Deno.readTextFile(script ?? "")) ?? [];
  const child = new Deno.Command(interpreter, {
    args: ["-c", RUN_EACH, script ?? ""],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`${lines.join("\n")}\n`));
  await writer.close();
  const { stdout } = await output;
  deepEqual(new TextDecoder().decode(stdout).trim().split("\n").length, rows.length);
}

async function answer(home: string): Promise<AwsAnswer> {
  const out = await Deno.readTextFile(join(home, "out"));
  if (out === "") {
    const error = (await Deno.readTextFile(join(home, "err"))).replaceAll(home, "{home}");
    return { error: error.split(/\s+/).filter((word) => word !== "").join(" ") };
  }
  const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(out);
  return { keys: [AccessKeyId, SecretAccessKey, ...(SessionToken ? [SessionToken] : [])] };
}

/** Debian's `aws`, a script of Python; undefined where it is not there and need not be. */
async function findAws(): Promise<string | undefined> {
  for (const directory of SEARCH_PATH.split(":")) {
    const path = join(directory, "aws");
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return path;
  }
  ok(Deno.env.get(MODE_VARIABLE) !== "required", "Cannot test without aws: apt-get install awscli");
  return undefined;
}
