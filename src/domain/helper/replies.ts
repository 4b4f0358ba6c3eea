import type { EcrToken } from "../token/ecr_token.ts";

/**
 * The sentence that makes clients go on without a login. Every other text is an error to them.
 *
 * Reference: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/error.go
 */
export const NOT_FOUND = "credentials not found in native keychain";

/**
 * The answer to `get`: one JSON object on a line.
 *
 * @param serverUrl What was asked for, as it was written.
 */
export function getReply(serverUrl: string, token: EcrToken): string {
  return JSON.stringify({
    ServerURL: serverUrl,
    Username: token.username,
    Secret: token.password.expose(),
  });
}
