import { splitWords } from "../../../domain/aws_files/python_text.ts";
import { CancelledError } from "../../../domain/errors/errors.ts";
import type { PlannedProcess } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { REDACTED, Secret } from "../../../domain/secret.ts";
import { foreignText } from "../errors/aws_words.ts";
import { type SourceContext, sourceError } from "./source_context.ts";

/** The maximum number of bytes read from each stream. */
const MAX_BYTES = 64 * 1024;

/** The form of a secret access key. Reference: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html */
const SECRET_KEY_REGEXP = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])/g;

/** A setting or field whose value may be a secret: `aws_secret_access_key = …`, `"SessionToken": "…"`. */
const SECRET_FIELD_REGEXP =
  /([\w-]*(?:secret|token|passw|pwd|credential|_key)[\w-]*["']?\s*[=:]\s*["']?)[^\s"',;]+/gi;

/**
 * Runs a `credential_process` as the AWS CLI does: without a shell, and without standard input, which may be Docker's.
 *
 * Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 *
 * @throws {AwsError} `AWS_CREDENTIALS_MISSING` with the program's message; `AWS_CREDENTIALS_EXPIRED`.
 */
export async function takeFromProcess(
  { command }: PlannedProcess,
  context: SourceContext,
): Promise<AwsCredentials> {
  const fail = (state: string, hint = "Run its command by hand to see why", cause?: unknown): Error =>
    sourceError(context, "AWS_CREDENTIALS_MISSING", `credential_process ${state}`, { hint, cause });
  const words = splitWords(command);
  if (words === undefined) throw fail("has a quote that is not closed", "Correct it in the AWS config file");
  const [program = "", ...args] = words;
  if (program === "") {
    throw fail("is empty", "Specify a program in the AWS config file, or remove credential_process");
  }
  const startedAt = performance.now();
  let child: Deno.ChildProcess;
  try {
    child = spawn(program, args, command);
  } catch (cause) {
    throw fail("could not be started", "Check that its program exists and is executable", cause);
  }
  const ended = await Promise.race([outcome(child), abortion(context.signal)]);
  if (ended === "aborted") {
    stop(child);
    if (context.signal.reason instanceof CancelledError) throw context.signal.reason;
    const seconds = Math.max(1, Math.round((performance.now() - startedAt) / 1000));
    throw fail(`did not finish within ${seconds} s`, "Run its command by hand: it may be waiting for input");
  }
  const { code, stdout, stderr } = ended;
  if (code !== 0) {
    const masked = stderr.replaceAll(SECRET_FIELD_REGEXP, `$1${REDACTED}`).replaceAll(
      SECRET_KEY_REGEXP,
      REDACTED,
    );
    const said = foreignText(masked);
    throw fail(said === "" ? "failed" : `failed: ${said}`);
  }
  return readAnswer(stdout, fail);
}

function spawn(program: string, args: readonly string[], command: string): Deno.ChildProcess {
  const streams = { stdin: "null", stdout: "piped", stderr: "piped" } as const;
  if (Deno.build.os !== "windows") return new Deno.Command(program, { args: [...args], ...streams }).spawn();
  // Quotes and backslashes have another meaning on Windows.
  return new Deno.Command("cmd.exe", {
    args: ["/d", "/s", "/c", `"${command}"`],
    windowsRawArguments: true,
    ...streams,
  }).spawn();
}

async function outcome(
  child: Deno.ChildProcess,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr, { code }] = await Promise.all([
    readStart(child.stdout),
    readStart(child.stderr),
    child.status,
  ]);
  return { code, stdout, stderr };
}

/** The start of a stream; the rest is read and dropped, or the program would block. */
async function readStart(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    if (text.length < MAX_BYTES) text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function abortion(signal: AbortSignal): Promise<"aborted"> {
  const { promise, resolve } = Promise.withResolvers<"aborted">();
  if (signal.aborted) resolve("aborted");
  else signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  return promise;
}

function stop(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has already ended.
  }
  child.unref();
}

function readAnswer(text: string, fail: (state: string, hint?: string) => Error): AwsCredentials {
  const hint = 'It must print {"Version": 1, "AccessKeyId": …, "SecretAccessKey": …}';
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw fail("did not print JSON", hint);
  }
  if (typeof answer !== "object" || answer === null) throw fail("did not print a JSON object", hint);
  const field = (name: string): unknown => Reflect.get(answer, name);
  if (field("Version") !== 1) throw fail("printed a Version other than 1", hint);
  const accessKeyId = field("AccessKeyId");
  const secretAccessKey = field("SecretAccessKey");
  const sessionToken = field("SessionToken");
  const expiration = field("Expiration");
  if (typeof accessKeyId !== "string" || accessKeyId === "") throw fail("did not print an AccessKeyId", hint);
  if (typeof secretAccessKey !== "string" || secretAccessKey === "") {
    throw fail("did not print a SecretAccessKey", hint);
  }
  const expiresAt = readExpiration(expiration);
  if (expiresAt === "invalid") {
    throw fail(
      "printed an invalid Expiration",
      "It must be a time with its zone, such as 2030-01-31T12:00:00Z",
    );
  }
  return {
    accessKeyId,
    secretAccessKey: new Secret(secretAccessKey),
    ...(typeof sessionToken === "string" && sessionToken !== ""
      ? { sessionToken: new Secret(sessionToken) }
      : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** A time in any form that the AWS CLI takes: it needs its zone, or it would mean another moment on each machine. */
function readExpiration(value: unknown): Date | "invalid" | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === "string" ? value.trim() : "";
  if (!/(?:Z|UTC|GMT|(?::\d\d(?:\.\d+)?|T\d{6}) ?[+-]\d\d(?::?\d\d)?)$/i.test(text)) return "invalid";
  const date = new Date(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)/, "$1-$2-$3T$4:$5:$6")
      .replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, "$1:00"),
  );
  return Number.isNaN(date.getTime()) ? "invalid" : date;
}
