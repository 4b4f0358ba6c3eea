import { splitWords } from "../../../domain/aws_files/python_text.ts";
import { AwsError, CancelledError } from "../../../domain/errors/errors.ts";
import { asFields, parseJson } from "../../../domain/files/json_fields.ts";
import type { PlannedProcess } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { REDACTED, Secret } from "../../../domain/secret.ts";
import { runProgram } from "../../process/run_program.ts";
import { textField } from "./metadata_request.ts";
import { foreignText } from "../errors/aws_words.ts";
import { opening } from "../errors/error_mapping.ts";
import { type SourceContext, sourceError } from "./source_context.ts";

/** The form of a secret access key. Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
const SECRET_KEY_REGEXP = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

/** A setting or field whose value may be a secret: `aws_secret_access_key = …`, `"SessionToken": "…"`. */
const SECRET_FIELD_REGEXP =
  /([\w-]*(?:secret|token|passw|pwd|credential|_key)[\w-]*["']?\s*[=:]\s*["']?)[^\s"',;]+/gi;

/**
 * Runs a `credential_process` as the AWS CLI does: without a shell, and without standard input, which may be Docker's.
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 *
 * @throws {AwsError} `AWS_CREDENTIALS_MISSING` with the program's message; `AWS_CREDENTIALS_EXPIRED`.
 */
export async function takeFromProcess(
  { command }: PlannedProcess,
  context: SourceContext,
): Promise<AwsCredentials> {
  const fail = (state: string, hint = "Run its command by hand to see why", cause?: unknown): Error =>
    sourceError(context, `credential_process ${state}`, hint, cause);
  const words = splitWords(command);
  if (words === undefined) throw fail("has a quote that is not closed", "Correct it in the AWS files");
  const [program = "", ...args] = words;
  if (program === "") {
    throw fail("is empty", "Specify a program in the AWS files, or remove credential_process");
  }
  const startedAt = performance.now();
  const run = Deno.build.os === "windows"
    // Quotes and backslashes have another meaning on Windows.
    ? { program: "cmd.exe", args: ["/d", "/s", "/c", `"${command}"`], rawArguments: true }
    : { program, args };
  const ended = await runProgram({ ...run, signal: context.signal }).catch((cause: unknown) => {
    throw fail("could not be started", "Check that its program exists and is executable", cause);
  });
  if (ended.kind === "killed" || context.signal.aborted) {
    if (context.signal.reason instanceof CancelledError) throw context.signal.reason;
    const seconds = Math.max(1, Math.round((performance.now() - startedAt) / 1000));
    throw fail(`did not finish within ${seconds} s`, "Run its command by hand: it may be waiting for input");
  }
  const { code, stdout, stderr } = ended;
  if (code !== 0) {
    const said = foreignText(
      stderr.replaceAll(SECRET_FIELD_REGEXP, `$1${REDACTED}`).replaceAll(SECRET_KEY_REGEXP, REDACTED),
    );
    throw fail(said === "" ? "failed" : `failed: ${said}`);
  }
  const credentials = readAnswer(stdout, fail);
  if (credentials.expiresAt === undefined || credentials.expiresAt > context.clock()) return credentials;
  const state = `${opening(context.words)}: credential_process returned expired credentials`;
  throw new AwsError("AWS_CREDENTIALS_EXPIRED", state, { hint: "Renew its credentials, then try again" });
}

function readAnswer(stdout: string, fail: (state: string, hint?: string) => Error): AwsCredentials {
  const hint = 'It must print {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …}';
  const answer = parseJson(stdout);
  if (answer === undefined) throw fail("did not print JSON", hint);
  const fields = asFields(answer);
  if (fields === undefined) throw fail("did not print a JSON object", hint);
  if (fields["Version"] !== 1) throw fail("printed a Version other than 1", hint);
  const accessKeyId = textField(fields, "AccessKeyId");
  const secretAccessKey = textField(fields, "SecretAccessKey");
  const sessionToken = textField(fields, "SessionToken");
  if (accessKeyId === undefined) throw fail("did not print an AccessKeyId", hint);
  if (secretAccessKey === undefined) throw fail("did not print a SecretAccessKey", hint);
  const expiresAt = readExpiration(fields["Expiration"]);
  if (expiresAt === "invalid") {
    throw fail(
      "printed an invalid Expiration",
      "It must be a time with its zone, such as 2030-01-31T12:00:00Z",
    );
  }
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** A time in any form that the AWS CLI takes: it needs its zone, or it would mean another moment on each machine. */
function readExpiration(value: unknown): Date | "invalid" | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value.trim() : "";
  if (!/(?:Z|UTC|GMT|(?::\d\d(?:[.,]\d+)?|T\d{6}) ?[+-]\d\d(?::?\d\d)?)$/i.test(text)) return "invalid";
  const date = new Date(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, "$1-$2-$3T$4:$5:$6")
      .replace(/(:\d\d),(\d)/, "$1.$2")
      .replace(/(T[\d:.]+) ([+-])/, "$1$2")
      .replace(/(T[\d:.]+) ?(?:UTC|GMT)$/i, "$1Z")
      .replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, "$1:00"),
  );
  return Number.isNaN(date.getTime()) ? "invalid" : date;
}
