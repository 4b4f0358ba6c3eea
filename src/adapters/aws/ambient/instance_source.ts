import { missingHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { PlannedInstance } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import { parseJson, readMetadataCredentials, textField } from "./metadata_credentials.ts";
import { type MetadataAnswer, requestMetadata, takesConnections } from "./metadata_request.ts";
import { type SourceContext, sourceError } from "./source_context.ts";

/** Time limit in milliseconds: usually there is no such service. */
const TIMEOUT_MS = 1000;

/** Reference: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const ADDRESS = "http://169.254.169.254";
const IPV6_ADDRESS = "http://[fd00:ec2::254]";
const TOKEN_PATH = "/latest/api/token";
const ROLE_PATH = "/latest/meta-data/iam/security-credentials/";
const TOKEN_TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
const TOKEN_HEADER = "X-aws-ec2-metadata-token";

/** The lifetime of a token, in seconds. */
const TOKEN_TTL = "21600";

/** Statuses of a service without tokens, or that refuses one. Reference: `InstanceMetadataFetcher` in botocore's `utils.py`. */
const NO_TOKEN_STATUSES: ReadonlySet<number> = new Set([403, 404, 405]);

/** Gets the credentials of the instance's role. @throws {AwsError} `AWS_CREDENTIALS_MISSING`. */
export async function takeFromInstance(
  { endpoint, ipv6, tokenRequired }: PlannedInstance,
  context: SourceContext,
): Promise<AwsCredentials> {
  const base = baseUrl(endpoint ?? (ipv6 ? IPV6_ADDRESS : ADDRESS));
  if (base === undefined) {
    throw failure(context, "AWS_EC2_METADATA_SERVICE_ENDPOINT is not an http URL", "Correct or unset it");
  }
  const ask = (
    path: string,
    headers: Readonly<Record<string, string>>,
    method?: "PUT",
  ): Promise<MetadataAnswer> =>
    requestMetadata({
      url: new URL(`${base}${path}`),
      headers,
      ...(method === undefined ? {} : { method }),
      timeoutMs: TIMEOUT_MS,
    }, context);
  if (!await takesConnections(new URL(base), TIMEOUT_MS, context.signal)) throw none(context);
  const token = await ask(TOKEN_PATH, { [TOKEN_TTL_HEADER]: TOKEN_TTL }, "PUT");
  if (token.kind === "unreachable") throw none(context);
  const headers = tokenHeaders(token, context, tokenRequired);
  const list = expectAnswer(await ask(ROLE_PATH, headers), token, context);
  const role = list.status === 200 ? (list.text.split("\n", 1)[0] ?? "").trim() : "";
  if (list.status === 404 || (list.status === 200 && role === "")) {
    throw failure(
      context,
      "this instance has no role",
      `Attach an instance profile. ${machineHint(context)}`,
    );
  }
  if (list.status !== 200) throw refused(list.status, token, context);
  const answer = expectAnswer(
    await ask(`${ROLE_PATH}${role.replaceAll(/[?#%\s]/g, encodeURIComponent)}`, headers),
    token,
    context,
  );
  if (answer.status !== 200) throw refused(answer.status, token, context);
  const credentials = readMetadataCredentials(answer.text);
  if (credentials !== undefined) return credentials;
  const code = textField(parseJson(answer.text), "Code");
  throw failure(
    context,
    `the instance metadata service returned none for role "${role}"${
      code === undefined ? "" : ` (${code.slice(0, 100)})`
    }`,
    "Check the trust policy of the role: it must allow ec2.amazonaws.com",
  );
}

/** Without a token, version 1 is tried, which the service may refuse. */
function tokenHeaders(
  token: Exclude<MetadataAnswer, { readonly kind: "unreachable" }>,
  context: SourceContext,
  tokenRequired: boolean,
): Readonly<Record<string, string>> {
  if (token.kind === "answer" && token.status === 200) return { [TOKEN_HEADER]: token.text.trim() };
  if (tokenRequired) {
    throw token.kind === "silent" ? hangs(context) : refused(token.status, token, context);
  }
  if (token.kind === "answer" && !NO_TOKEN_STATUSES.has(token.status)) {
    throw refused(token.status, token, context);
  }
  return {};
}

function expectAnswer(
  answer: MetadataAnswer,
  token: MetadataAnswer,
  context: SourceContext,
): Extract<MetadataAnswer, { readonly kind: "answer" }> {
  if (answer.kind !== "answer") throw hangs(context);
  if (answer.status === 401 && token.kind === "silent") throw hangs(context);
  return answer;
}

/** The response to a token request is limited to the instance's hop limit; a container adds a hop. */
function hangs(context: SourceContext): Error {
  return failure(
    context,
    `the instance metadata service did not respond within ${TIMEOUT_MS / 1000} s`,
    "In a container, set the instance's hop limit to 2 (HttpPutResponseHopLimit), or set " +
      `AWS_EC2_METADATA_DISABLED=true to skip it. ${machineHint(context)}`,
  );
}

function refused(status: number, token: MetadataAnswer, context: SourceContext): Error {
  if (token.kind === "silent") return hangs(context);
  return failure(
    context,
    `the instance metadata service responded with HTTP ${status}`,
    `Check that metadata is enabled for the instance. ${machineHint(context)}`,
  );
}

function none(context: SourceContext): Error {
  return failure(context, "none were found", missingHint(context.place));
}

function machineHint({ place }: SourceContext): string {
  return missingHint(place === "person" ? "container" : place);
}

function failure(context: SourceContext, state: string, hint: string): Error {
  return sourceError(context, "AWS_CREDENTIALS_MISSING", state, { hint });
}

function baseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.href.replace(/\/+$/, "") : undefined;
}
