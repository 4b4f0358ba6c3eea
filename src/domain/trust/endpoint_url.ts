import { isLoopbackHost } from "./aws_hosts.ts";

/**
 * Parses an endpoint. The resulting URL is normalized, so that what was checked is what is called.
 *
 * @returns Otherwise why the text is not a valid endpoint. It is not repeated, since it may contain a password.
 */
export function parseEndpointUrl(text: string): URL | string {
  const url = URL.parse(text);
  if (url === null) return "it is not a URL";
  if (url.username !== "" || url.password !== "") return "it contains user information";
  if (url.search !== "" || url.hash !== "") return "it contains a query or a fragment";
  return transportFault(url.protocol, url.hostname) ?? url;
}

/** Why a request must not be sent there; undefined if it may. @param protocol With its colon. */
export function transportFault(protocol: string, hostname: string): string | undefined {
  if (protocol === "https:") return undefined;
  if (protocol !== "http:") return "it is neither https nor http";
  return isLoopbackHost(hostname)
    ? undefined
    : "http is allowed on loopback only (127.0.0.0/8, ::1, localhost)";
}
