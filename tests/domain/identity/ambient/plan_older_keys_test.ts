import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import type { AwsFileText } from "../../../../src/domain/aws_files/aws_files.ts";
import { AwsError } from "../../../../src/domain/errors/errors.ts";
import { olderKeyPaths, planOlderKeys } from "../../../../src/domain/identity/ambient/plan_older_keys.ts";

/** A key that must not be shown. */
const KEY = "AKIAHIDDEN";
const EC2 = "AWSAccessKeyId=AKIAEC2\nAWSSecretKey = a=b\n";
const BOTO = "[Boto]\ndebug = 1\n[Credentials]\naws_access_key_id = AKIABOTO\naws_secret_access_key = s\n";

function keys(ec2: string | undefined, ...boto: readonly (string | undefined)[]): readonly unknown[] {
  const file = (text: string | undefined, name: string): AwsFileText => ({ file: name, text });
  const found = planOlderKeys({
    ec2: ec2 === undefined ? undefined : file(ec2, "ec2"),
    boto: boto.map((text, index) => file(text, `boto${index + 1}`)),
  });
  return found === undefined ? [] : [found.accessKeyId, found.secretAccessKey.expose(), found.sessionToken];
}

Deno.test("keys in the files of older tools are those that the AWS CLI takes", () => {
  deepEqual(keys(undefined), []);
  deepEqual(keys(undefined, undefined, undefined), []);
  deepEqual(keys(EC2, BOTO), ["AKIAEC2", "a=b", undefined]);
  deepEqual(keys("# nothing\n", BOTO), ["AKIABOTO", "s", undefined]);
  deepEqual(keys("AWSAccessKeyID=x\n", BOTO), ["AKIABOTO", "s", undefined]);
  deepEqual(keys(undefined, "[Boto]\n", BOTO), ["AKIABOTO", "s", undefined]);
  deepEqual(keys(undefined, BOTO.replace("BOTO", "1"), BOTO), ["AKIA1", "s", undefined]);
  deepEqual(keys(undefined, BOTO.replace("[Credentials]", "[credentials]")), []);
  deepEqual(keys(undefined, "[Credentials]\ngs_oauth2_refresh_token = x\n"), []);
});

Deno.test("what is wrong with the files of older tools is told with its place, and without any key", async (t) => {
  const rows: Readonly<Record<string, readonly [() => unknown, RegExp, string | undefined]>> = {
    "half a pair of the EC2 tools": [
      () => keys(`x\nAWSAccessKeyId=${KEY}\n`),
      /the file "ec2", set in AWS_CREDENTIAL_FILE: it has AWSAccessKeyId without AWSSecretKey/,
      "ec2:2",
    ],
    "half a pair of boto": [
      () => keys(undefined, `[Credentials]\naws_access_key_id = ${KEY}\n`),
      /the boto file "boto1": it has aws_access_key_id without aws_secret_access_key/,
      "boto1:2",
    ],
    "a file of boto that the AWS CLI rejects": [
      () => keys(undefined, undefined, `${KEY}\n`),
      /the boto file "boto2": line 1 /,
      "boto2:1",
    ],
    "a key with a space": [
      () => keys(`AWSAccessKeyId=A\nAWSSecretKey=${KEY} x\n`),
      /AWSSecretKey has a space as character 11 of 12/,
      "ec2:2",
    ],
    "a file in a variable that is not there": [
      () => planOlderKeys({ ec2: { file: "gone", text: undefined }, boto: [] }),
      /the file "gone", set in AWS_CREDENTIAL_FILE: it does not exist/,
      undefined,
    ],
  };
  for (const [name, [run, words, at]] of Object.entries(rows)) {
    await t.step(name, () => {
      throws(run, (error: unknown) => {
        ok(error instanceof AwsError);
        equal(error.code, "AWS_PROFILE_INVALID");
        match(error.message, words);
        equal(error.position && `${error.position.file}:${error.position.line}`, at);
        ok(!`${error.message} ${error.hint}`.includes(KEY));
        return true;
      });
    });
  }
});

Deno.test("olderKeyPaths() takes variables before the usual places", () => {
  const paths = (variables: Readonly<Record<string, string>>): unknown =>
    olderKeyPaths((name) => variables[name], { home: "/home/dev", cwd: "/work" });
  deepEqual(paths({}), { ec2: undefined, boto: ["/etc/boto.cfg", "/home/dev/.boto"] });
  deepEqual(paths({ AWS_CREDENTIAL_FILE: "~/ec2", BOTO_CONFIG: "$HOME/b", HOME: "/h" }), {
    ec2: "/home/dev/ec2",
    boto: ["/h/b"],
  });
  deepEqual(paths({ AWS_CREDENTIAL_FILE: "", BOTO_CONFIG: "" }), paths({}));
});
