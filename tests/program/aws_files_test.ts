/**
 * The table of the AWS files, through the program: with whose keys ECR is called. `tests/domain/aws_files` has all of each row,
 * `tests/adapters/aws/ambient/aws_files_test.ts` every row on real files, and `tests/e2e/aws_files_test.ts` that Debian's `aws` says the same.
 */
import { deepStrictEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { awsFileRows, keysOf, rowVariables } from "../support/aws_file_rows.ts";
import { sampled } from "../support/hosts/samples.ts";
import { Sandbox } from "../support/sandbox.ts";
import { DEV, hostOf } from "./world.ts";

/** Which of the rows are run from source: all run on the executable. */
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
  for (const { topic, row } of sampled(rows, 8)) {
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
      const keys = keysOf(row) ?? [];
      deepStrictEqual(endpoint.take(), keys.length === 0 ? [] : [keys]);
    });
  }
});
