import type { PlannedContainer } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { isLoopbackHost } from "../../../domain/trust/aws_hosts.ts";
import { type MetadataAnswer, readMetadataCredentials, requestMetadata } from "./metadata_request.ts";
import { machineHint, type SourceContext, sourceError } from "./source_context.ts";
import { readRegularText } from "../../fs/regular_read.ts";

/** Time limit in milliseconds: the service certainly exists, and may be busy. */
const TIMEOUT_MS = 2000;

const ATTEMPTS = 2;

/** Other hosts that may use plain http. Reference: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html */
const CONTAINER_HOSTS: ReadonlySet<string> = new Set(["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]);

const CHECK =
  "Check AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, and the role of the task or pod";

/** Gets the credentials of a container. @throws {AwsError} `AWS_CREDENTIALS_MISSING`. */
export async function takeFromContainer(
  { url, authorization, authorizationFile }: PlannedContainer,
  context: SourceContext,
): Promise<AwsCredentials> {
  const endpoint = allowedEndpoint(url);
  if (endpoint === undefined) {
    throw gaveNone(context, "Its URL is neither https nor that of a container credentials service");
  }
  const token = authorizationFile === undefined
    ? authorization?.expose()
    : await readToken(authorizationFile, context);
  if (token !== undefined && /[\r\n]/.test(token)) {
    throw gaveNone(context, "The authorization token contains a line break");
  }
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: token };
  let answer: MetadataAnswer = { kind: "unreachable" };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    answer = await requestMetadata({ url: endpoint, headers, timeoutMs: TIMEOUT_MS }, context);
    if (answer.kind === "answer" && answer.status < 500) break;
  }
  if (answer.kind === "unreachable") throw gaveNone(context, "Nothing is listening there");
  if (answer.kind === "silent") {
    throw gaveNone(context, `It did not respond within ${TIMEOUT_MS / 1000} s`);
  }
  if (answer.status !== 200) throw gaveNone(context, `It responded with HTTP ${answer.status}`);
  const credentials = readMetadataCredentials(answer.text);
  if (credentials === undefined) throw gaveNone(context, "Its response has no credentials");
  return credentials;
}

function gaveNone(context: SourceContext, reason: string): Error {
  const hint = `${reason}. ${CHECK}. ${machineHint(context)}`;
  return sourceError(context, "the container credentials endpoint returned none", hint);
}

/** The token of EKS Pod Identity, which is renewed in its file. */
async function readToken(path: string, context: SourceContext): Promise<string> {
  const token = await readRegularText(path).catch((cause: unknown) => {
    const state = `the file "${path}", set in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, cannot be read`;
    const hint = "Check that the EKS Pod Identity agent runs on the node, and that the pod mounts its token";
    throw sourceError(context, state, hint, cause);
  });
  return token.trim();
}

function allowedEndpoint(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  if (url.protocol === "https:") return url;
  const known = CONTAINER_HOSTS.has(url.hostname) || isLoopbackHost(url.hostname);
  return url.protocol === "http:" && known ? url : undefined;
}
