import {
  isInForeignHome,
  LOGIN_CACHE_VARIABLE,
  loginCachePath,
} from "../../../domain/aws_files/file_paths.ts";
import { AwsError } from "../../../domain/errors/errors.ts";
import { homeDirectory } from "../../../domain/files/app_directories.ts";
import { loginHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { PlannedLogin } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { Secret } from "../../../domain/secret.ts";
import { readFault } from "../transport/aws_fault.ts";
import { commonOptions } from "../calls/client_options.ts";
import { runCall } from "../calls/run_call.ts";
import { invalidResponse, opening } from "../errors/error_mapping.ts";
import { callRegion, DEFAULT_REGION } from "./call_region.ts";
import { loginOver, type SourceContext, sourceError } from "./source_context.ts";

/** The message of the SDK for an error without a name by AWS. Reference: `LoginCredentialsFetcher` of @aws-sdk/credential-provider-login. */
const UNREADABLE_REGEXP = /refresh token: (?:Unknown|SyntaxError|TypeError)/;

/**
 * Gets the session of `aws login` from its cache, and renews it. The SDK does both, with a proof of possession. It reads the session's name
 * from a file itself, with its own grammar, so it is given a file with nothing else.
 *
 * @throws {AwsError} `AWS_CREDENTIALS_MISSING`, `AWS_RESPONSE_INVALID`, or that of the call.
 * @throws {LoginError} `LOGIN_REQUIRED` if the login has expired.
 */
export async function takeFromLogin(source: PlannedLogin, context: SourceContext): Promise<AwsCredentials> {
  const { plan, words, place } = context;
  const file = await Deno.makeTempFile({ prefix: "atmos-ecr-" });
  await using _file = { [Symbol.asyncDispose]: () => Deno.remove(file) };
  await Deno.writeTextFile(file, `[default]\nlogin_session = ${source.session}\n`);
  using _cache = await namedLoginCache(context);
  const call = { ...words, deniedHint: "Run `aws login` again", secrets: [] };
  return await runCall(call, { ...context, words: undefined }, async (transport) => {
    const { fromLoginCredentials } = await import("@aws-sdk/credential-provider-login");
    const provide = fromLoginCredentials({
      profile: "default",
      configFilepath: file,
      filepath: file,
      clientConfig: commonOptions(transport),
    });
    try {
      const region = plan.region ?? DEFAULT_REGION;
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provide({
        callerClientConfig: { region: () => Promise.resolve(region) },
      });
      return {
        accessKeyId,
        secretAccessKey: new Secret(secretAccessKey),
        ...(sessionToken === undefined ? {} : { sessionToken: new Secret(sessionToken) }),
        ...(expiration === undefined ? {} : { expiresAt: expiration }),
      };
    } catch (error) {
      const { refusal, failure, status = 0 } = transport.trace;
      if (refusal !== undefined) throw refusal;
      // The host of a region that does not exist cannot be reached. A session with life left needs none.
      if (status === 0) callRegion(context);
      if (failure !== undefined) throw failure;
      if (status === 429 || status >= 500) {
        const code = status === 429 ? "AWS_THROTTLED" : "AWS_UNREACHABLE";
        throw new AwsError(code, `${opening(words)}: AWS failed (HTTP ${status})`, {
          hint: "Wait a minute, then try again",
          cause: error,
        });
      }
      const { message } = readFault(error);
      // Without a denial, the SDK calls every response that it cannot read the end of the login.
      const isUnreadable = status < 400 ? status > 0 : UNREADABLE_REGEXP.test(message);
      if (isUnreadable && status !== 401 && status !== 403) {
        const kind = status >= 300 && status < 400 ? "a redirect, which is not followed" : "not from AWS";
        throw invalidResponse(words, `the response is ${kind} (HTTP ${status})`);
      }
      const ended = /expired|re-?authenticate/i.test(message) && !/load/i.test(message);
      const hint = loginHint(place, "login", plan.named ? source.profile : undefined);
      throw ended
        ? loginOver(context, "the login session has expired", hint, error)
        : sourceError(context, "there is no login session", hint, error);
    }
  });
}

/** The end of the latest call: a process has one environment, and each call may need another directory. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Names the directory of sessions to the SDK, which reads the variables of the process, until it is disposed of. To the SDK, an empty one or
 * a relative home is the working directory, where a repository could have a session, and `~` is a name.
 *
 * @throws {AwsError} `AWS_CREDENTIALS_MISSING` for another user's home.
 */
async function namedLoginCache(context: SourceContext): Promise<Disposable> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = lastTurn;
  lastTurn = promise;
  await before;
  using turn = new DisposableStack();
  turn.defer(resolve);
  const { environment } = context;
  const variable = (name: string): string | undefined => environment.get(name);
  const path = loginCachePath(variable, { home: homeDirectory(environment), cwd: environment.cwd });
  if (isInForeignHome(path)) {
    const state = `${LOGIN_CACHE_VARIABLE} names a directory in another user's home`;
    throw sourceError(context, state, "Use an absolute path");
  }
  const own = Deno.env.get(LOGIN_CACHE_VARIABLE);
  turn.defer(() =>
    own === undefined ? Deno.env.delete(LOGIN_CACHE_VARIABLE) : Deno.env.set(LOGIN_CACHE_VARIABLE, own)
  );
  Deno.env.set(LOGIN_CACHE_VARIABLE, path);
  return turn.move();
}
