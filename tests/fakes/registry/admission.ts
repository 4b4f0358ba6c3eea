/**
 * Whom ECR's private registries let in, and what they say to everybody else.
 *
 * @module
 */
import type { HttpReply } from "../http/loopback_server.ts";
import { ociError } from "./oci_reply.ts";

/** A private registry. */
export interface RegistryName {
  /** `111122223333.dkr.ecr.us-east-1.amazonaws.com` */
  readonly host: string;
  readonly account: string;
  readonly region: string;
}

/** What to do with a password; `FakeAws.checkPassword()` gives one. */
export type Verdict = "accepted" | "denied" | "expired" | "unknown";

const REGISTRY_HOST_REGEXP = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.[a-z0-9.-]+$/;

/** Which registry a host name means; `undefined` for other names, the loopback address among them. */
export function registryName(host: string): RegistryName | undefined {
  const match = REGISTRY_HOST_REGEXP.exec(host.replace(/:\d+$/, ""));
  if (match === null) return undefined;
  const [name, account = "", region = ""] = match;
  return { host: name, account, region };
}

/** The password of Basic credentials for the user `AWS`, from the `Authorization` header. */
export function passwordOf(authorization: string | undefined, user = "AWS"): string | undefined {
  const [scheme, encoded = ""] = (authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "basic") return undefined;
  const credentials = Buffer.from(encoded, "base64").toString();
  return credentials.startsWith(`${user}:`) ? credentials.slice(user.length + 1) : undefined;
}

/** What the registry answers to credentials that it does not take; `undefined` to those that it does. */
export function refusal(verdict: Verdict | "none", { account, host }: RegistryName): HttpReply | undefined {
  switch (verdict) {
    case "accepted":
      return undefined;
    case "denied":
      return ociError("DENIED", `Not authorized to use the registry with id '${account}'`);
    case "expired":
      return ociError("DENIED", "Your authorization token has expired. Reauthenticate and try again.");
    case "none":
    case "unknown":
      return ociError("UNAUTHORIZED", "Not Authorized", {
        "www-authenticate": `Basic realm="https://${host}/",service="ecr.amazonaws.com"`,
      });
  }
}
