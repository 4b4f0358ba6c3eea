import { isLoopbackHost } from "../../domain/trust/aws_hosts.ts";

/** Where a token is requested. */
export interface IdTokenRequest {
  readonly kind: "request";
  readonly url: URL;
  readonly host: string;
}

/** Why a URL is not asked; `state` follows the name of its variable. It does not repeat the URL, which may hold secrets. */
export interface RequestUrlFault {
  readonly kind: "fault";
  readonly state: string;
}

/** The address of a token for an audience: `https`, or `http` on this machine, with the query that is there already. */
export function parseRequestUrl(text: string, audience: string): IdTokenRequest | RequestUrlFault {
  const url = URL.parse(text);
  if (url === null) return { kind: "fault", state: "is not a URL" };
  if (url.username !== "" || url.password !== "") {
    return { kind: "fault", state: "contains user information" };
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname))) {
    return { kind: "fault", state: "is not an https:// address" };
  }
  url.searchParams.set("audience", audience);
  return { kind: "request", url, host: url.host };
}
