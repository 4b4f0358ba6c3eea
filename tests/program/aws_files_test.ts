/**
 * The table of the AWS files, through the program: with whose keys ECR is called. `tests/domain/aws_files` has all of each row, and
 * `tests/e2e/aws_files_test.ts` that Debian's `aws` says the same.
 */
import { deepStrictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { type AwsFileRow, awsFileRows, rowVariables } from "../support/aws_file_rows.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf } from "./world.ts";

/** Which of the rows the short suite runs: all run on the executable. */
const EVERY = Deno.env.get("ATMOS_ECR_PROGRAM") === undefined ? 8 : 1;

/** An endpoint that denies everything, and keeps the key id and session token of each request. */
class Endpoint implements AsyncDisposable {
  readonly #seen: string[][] = [];
  readonly #server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, ({ headers }) => {
    const [, id = ""] = /Credential=([^/]+)\//.exec(headers.get("authorization") ?? "") ?? [];
    const token = headers.get("x-amz-security-token");
    this.#seen.push(token === null ? [id] : [id, token]);
    return Response.json({ __type: "AccessDeniedException", message: "no" }, { status: 400 });
  });

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** What was seen since the last time, without repetitions. */
  take(): readonly (readonly string[])[] {
    const seen = this.#seen.splice(0);
    return seen.filter((keys, index) => seen.findIndex((one) => one.join() === keys.join()) === index);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

Deno.test("ECR is called with the keys that the AWS CLI reads from the AWS files", async (t) => {
  await using endpoint = new Endpoint();
  const rows = [...await awsFileRows()].flatMap(([topic, all]) => all.map((row) => ({ topic, row })))
    .filter(({ row }) => keysOf(row) !== undefined)
    .filter((_, index) => index % EVERY === 0);
  for (const { topic, row } of rows) {
    await t.step(`${topic}: ${row.name}`, async () => {
      await using sandbox = await Sandbox.create();
      for (const [path, text] of Object.entries(row.files)) {
        const file = join(sandbox.home, path);
        await Deno.mkdir(dirname(file), { recursive: true });
        await Deno.writeTextFile(file, text);
      }
      const profile = row.profile === undefined ? [] : ["--aws-profile", row.profile];
      await sandbox.run(["token", hostOf(DEV), ...profile], {
        env: { ...rowVariables(row, sandbox.home), AWS_ENDPOINT_URL: endpoint.url },
        cwd: sandbox.home,
      });
      deepStrictEqual(endpoint.take(), keysOf(row));
    });
  }
});

/** Whom ECR is to see: nobody where there is an error; undefined where another source has to be asked first. */
function keysOf({ aws, ours }: AwsFileRow): readonly (readonly string[])[] | undefined {
  if (ours?.source !== undefined && ours.source !== "error") return undefined;
  const keys = ours === undefined ? ("keys" in aws ? aws.keys : []) : (ours.keys ?? []);
  const [id, , token] = keys;
  if (id === undefined) return [];
  return [token === undefined ? [id] : [id, token]];
}
