import type { EcrToken } from "../token/ecr_token.ts";

/**
 * The sentence that makes clients continue without credentials. Any other text is an error for them.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/error.go
 */
export const NOT_FOUND = "credentials not found in native keychain";

/**
 * The response to `get`: one line with a JSON object.
 *
 * @param serverUrl What was requested, as written.
 */
export function getReply(serverUrl: string, token: EcrToken): string {
  return JSON.stringify({
    ServerURL: serverUrl,
    Username: token.username,
    Secret: token.password.expose(),
  });
}
