import assert from "node:assert/strict";
import { AwsError } from "../../../src/domain/errors/errors.ts";
import { type AwsFileRow, awsFileRows, planRow } from "../../support/aws_file_rows.ts";

Deno.test("the AWS files are read as the AWS CLI reads them", async (t) => {
  const topics = await awsFileRows();
  assert.ok([...topics.values()].flat().length >= 80);
  for (const [topic, rows] of topics) {
    for (const row of rows) {
      await t.step(`${topic}: ${row.name}`, () => {
        assert.deepEqual(ourAnswer(row), expected(row));
      });
    }
  }
});

function expected({ aws, ours }: AwsFileRow): string | readonly string[] {
  if (ours !== undefined) return ours.keys ?? ours.source ?? "error";
  return "keys" in aws ? aws.keys : "error";
}

/** The kind of a source that would have to be asked; an error where there is none. */
function ourAnswer(row: AwsFileRow): string | readonly string[] {
  try {
    const { source } = planRow(row);
    if (source === undefined) return "error";
    if (source.kind !== "keys") return source.kind;
    const { accessKeyId, secretAccessKey, sessionToken } = source;
    const token = sessionToken === undefined ? [] : [sessionToken.expose()];
    return [accessKeyId, secretAccessKey.expose(), ...token];
  } catch (error) {
    assert.ok(error instanceof AwsError, String(error));
    assert.doesNotMatch(`${error.message} ${error.hint}`, /AKIA|\bsecret\b/);
    return "error";
  }
}
