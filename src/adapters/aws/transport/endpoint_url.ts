/**
 * The valid form of every endpoint: `https` anywhere, `http` on this machine only, without user information.
 *
 * @module
 */
import { isLoopbackHost } from "../../../domain/trust/aws_hosts.ts";

/** Why a text is not a valid endpoint. The text is not repeated, since it may contain a password. */
export interface EndpointFault {
  readonly kind: "fault";
  readonly reason: string;
}

/** An endpoint that may be called. */
export interface EndpointUrl {
  readonly kind: "url";
  readonly url: URL;
}

/** Parses an endpoint. The resulting URL is normalized, so that what was checked is what is called. */
export function parseEndpointUrl(text: string): EndpointUrl | EndpointFault {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return { kind: "fault", reason: "it is not a URL" };
  if (url.username !== "" || url.password !== "") {
    return { kind: "fault", reason: "it contains user information" };
  }
  if (url.search !== "" || url.hash !== "") {
    return { kind: "fault", reason: "it contains a query or a fragment" };
  }
  const reason = transportFault(url.protocol, url.hostname);
  return reason === undefined ? { kind: "url", url } : { kind: "fault", reason };
}

/** Why a request must not be sent there; undefined if it may. @param protocol With its colon. */
export function transportFault(protocol: string, hostname: string): string | undefined {
  if (protocol === "https:") return undefined;
  if (protocol !== "http:") return "it is neither https nor http";
  return isLoopbackHost(hostname)
    ? undefined
    : "http is allowed on loopback only (127.0.0.0/8, ::1, localhost)";
}
