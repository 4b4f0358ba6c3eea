import { parseFields } from "../../../domain/files/json_fields.ts";
import { missingHint } from "../../../domain/identity/ambient/ambient_place.ts";
import type { PlannedInstance } from "../../../domain/identity/ambient/ambient_plan.ts";
import type { AwsCredentials } from "../../../domain/identity/credentials.ts";
import {
  type MetadataAnswer,
  readMetadataCredentials,
  requestMetadata,
  takesConnections,
  textField,
} from "./metadata_request.ts";
import { machineHint, type SourceContext, sourceError } from "./source_context.ts";

/** Reference: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const ADDRESS = "http://169.254.169.254";
const IPV6_ADDRESS = "http://[fd00:ec2::254]";
const ENDPOINT_VARIABLE = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
const ENDPOINT_SETTING = "ec2_metadata_service_endpoint";

const TOKEN_PATH = "/latest/api/token";
const ROLE_PATH = "/latest/meta-data/iam/security-credentials/";
const TOKEN_TTL_HEADER = "X-aws-ec2-metadata-token-ttl-seconds";
const TOKEN_HEADER = "X-aws-ec2-metadata-token";

/** The lifetime of a token, in seconds. */
const TOKEN_TTL = "21600";

/** The status that says that the request for a token is wrong. Reference: `InstanceMetadataFetcher` in botocore's `utils.py`. */
const BAD_REQUEST = 400;

/** The context of a source, and the seconds that a request may take. */
type InstanceContext = SourceContext & Pick<PlannedInstance, "timeoutSeconds">;

/** Gets the credentials of the instance's role. @throws {AwsError} `AWS_CREDENTIALS_MISSING`. */
export async function takeFromInstance(
  { endpoint, ipv6, tokenRequired, timeoutSeconds, attempts }: PlannedInstance,
  source: SourceContext,
): Promise<AwsCredentials> {
  const context: InstanceContext = { ...source, timeoutSeconds };
  const base = baseUrl(endpoint ?? (ipv6 ? IPV6_ADDRESS : ADDRESS));
  if (base === undefined) {
    const byVariable = context.environment.get(ENDPOINT_VARIABLE) === endpoint;
    throw sourceError(
      context,
      `${byVariable ? ENDPOINT_VARIABLE : ENDPOINT_SETTING} is not an http URL`,
      byVariable ? "Correct or unset it" : "Correct or remove it in the AWS files",
    );
  }
  const timeoutMs = timeoutSeconds * 1000;
  const ask = async (
    path: string,
    headers: Readonly<Record<string, string>>,
    method: "GET" | "PUT" = "GET",
  ): Promise<MetadataAnswer> => {
    const request = { url: new URL(`${base}${path}`), headers, method, timeoutMs };
    let answer = await requestMetadata(request, context);
    for (let attempt = 1; attempt < attempts && isTransient(answer); attempt += 1) {
      answer = await requestMetadata(request, context);
    }
    return answer;
  };
  if (!await takesConnections(new URL(base), timeoutMs, context.signal)) throw none(context);
  const token = await ask(TOKEN_PATH, { [TOKEN_TTL_HEADER]: TOKEN_TTL }, "PUT");
  if (token.kind === "unreachable") throw none(context);
  const headers = tokenHeaders(token, context, tokenRequired);
  const list = await ask(ROLE_PATH, headers);
  const status = list.kind === "answer" ? list.status : undefined;
  const role = list.kind === "answer" && status === 200 ? (list.text.split("\n", 1)[0] ?? "").trim() : "";
  if (status === 404 || (status === 200 && role === "")) {
    const hint = `Attach an instance profile. ${machineHint(context)}`;
    throw sourceError(context, "this instance has no role", hint);
  }
  if (role === "") throw refused(list, token, context);
  const answer = await ask(`${ROLE_PATH}${role.replaceAll(/[?#%\s]/g, encodeURIComponent)}`, headers);
  if (answer.kind !== "answer" || answer.status !== 200) throw refused(answer, token, context);
  const credentials = readMetadataCredentials(answer.text);
  if (credentials !== undefined) return stillOffered(credentials, context.clock());
  const code = textField(parseFields(answer.text), "Code");
  const shownCode = code === undefined ? "" : ` (${code.slice(0, 100)})`;
  throw sourceError(
    context,
    `the instance metadata service returned none for role "${role}"${shownCode}`,
    "Check the trust policy of the role: it must allow ec2.amazonaws.com",
  );
}

/**
 * Credentials without an end that is in the past: during an outage, the service continues to offer its last ones, and AWS accepts them
 * beyond their end. So AWS decides, as with the SDKs. Reference: `_evaluate_expiration` of `InstanceMetadataFetcher` in botocore's `utils.py`.
 */
function stillOffered({ expiresAt, ...keys }: AwsCredentials, now: Date): AwsCredentials {
  return expiresAt !== undefined && expiresAt > now ? { ...keys, expiresAt } : keys;
}

/** Without a token, version 1 is tried, which the service may refuse. */
function tokenHeaders(
  token: MetadataAnswer,
  context: InstanceContext,
  tokenRequired: boolean,
): Readonly<Record<string, string>> {
  const given = token.kind === "answer" && token.status === 200 ? token.text.trim() : "";
  if (given !== "") return { [TOKEN_HEADER]: given };
  if (tokenRequired || (token.kind === "answer" && token.status === BAD_REQUEST)) {
    throw refused(token, token, context);
  }
  return {};
}

/** Whether another attempt may succeed. */
function isTransient(answer: MetadataAnswer): boolean {
  return answer.kind !== "answer" || answer.status >= 500;
}

function refused(answer: MetadataAnswer, token: MetadataAnswer, context: InstanceContext): Error {
  // The response to a token request is limited to the instance's hop limit; a container adds a hop.
  return answer.kind !== "answer" || token.kind === "silent"
    ? sourceError(
      context,
      `the instance metadata service did not respond within ${context.timeoutSeconds} s`,
      "In a container, set the instance's hop limit to 2 (HttpPutResponseHopLimit), or set " +
        `AWS_EC2_METADATA_DISABLED=true to skip it. ${machineHint(context)}`,
    )
    : sourceError(
      context,
      `the instance metadata service responded with HTTP ${answer.status}`,
      `Check that metadata is enabled for the instance. ${machineHint(context)}`,
    );
}

function none(context: InstanceContext): Error {
  return sourceError(context, "none were found", missingHint(context.place));
}

function baseUrl(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.href.replace(/\/+$/, "") : undefined;
}
