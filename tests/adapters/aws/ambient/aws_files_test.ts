/** The table of the AWS files on real ones: whose keys are found. `tests/domain/aws_files` has all rows, and all of each. */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { SdkAmbientCredentials } from "../../../../src/adapters/aws/ambient/sdk_ambient_credentials.ts";
import { Network } from "../../../../src/adapters/http/network.ts";
import { AtmosEcrError } from "../../../../src/domain/errors/errors.ts";
import type { Environment } from "../../../../src/ports/process.ts";
import { type AwsFileRow, awsFileRows, keysOf, rowVariables } from "../../../support/aws_file_rows.ts";
import { tempDirectory } from "../../fs/temp_directory.ts";

/** Which of the rows are on disk: what is on the disk matters to few. */
const EVERY = 4;

Deno.test("the environment's credentials are the keys that the AWS CLI reads from the AWS files", async (t) => {
  const rows = [...await awsFileRows()].flatMap(([topic, all]) => all.map((row) => ({ topic, row })))
    .filter((_, index) => index % EVERY === 0);
  for (const { topic, row } of rows) {
    const keys = keysOf(row);
    if (keys === undefined) continue;
    await t.step(`${topic}: ${row.name}`, async () => assert.deepEqual(await foundKeys(row), keys));
  }
});

/** What is found in a home with the files of a row; nothing where there is an error. */
async function foundKeys(row: AwsFileRow): Promise<readonly string[]> {
  await using home = await tempDirectory();
  for (const [path, text] of Object.entries(row.files)) {
    const file = join(home.path, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
  const variables = rowVariables(row, home.path);
  const environment: Environment = { get: (name) => variables[name], cwd: home.path, os: "linux" };
  using network = new Network(environment);
  const ambient = new SdkAmbientCredentials({ environment, clock: () => new Date(), network });
  const { signal } = new AbortController();
  const profile = row.profile === undefined ? undefined : { name: row.profile };
  try {
    const { accessKeyId, sessionToken } = await ambient.resolve({ signal, profile });
    return [accessKeyId, ...(sessionToken === undefined ? [] : [sessionToken.expose()])];
  } catch (error) {
    assert.ok(error instanceof AtmosEcrError, String(error));
    return [];
  }
}
