/** Services of a machine or a container that hand out credentials. */
import type { Keys } from "../fakes/aws/fake_aws.ts";

/** A metadata service of version 2 alone. */
export function instance(
  keys: Keys,
  hostname: string,
): AsyncDisposable & { readonly env: Readonly<Record<string, string>> } {
  const roles = "/latest/meta-data/iam/security-credentials/";
  const server = serve(hostname, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/latest/api/token") {
      return request.method === "PUT" && request.headers.has("x-aws-ec2-metadata-token-ttl-seconds")
        ? new Response("imds-token")
        : new Response(null, { status: 400 });
    }
    if (request.headers.get("x-aws-ec2-metadata-token") !== "imds-token") {
      return new Response(null, { status: 401 });
    }
    if (pathname === roles) return new Response("machine");
    return pathname === `${roles}machine` ? answer(keys) : new Response(null, { status: 404 });
  });
  return {
    ...server,
    env: {
      AWS_EC2_METADATA_DISABLED: "false",
      AWS_EC2_METADATA_SERVICE_ENDPOINT: server.url,
      // Metadata goes past any proxy: this one does not exist.
      HTTP_PROXY: "http://127.0.0.1:1",
    },
  };
}

/** A container's endpoint of credentials, which wants a token. */
export function container(
  keys: Keys,
  token: string,
): AsyncDisposable & { readonly env: Readonly<Record<string, string>> } {
  const server = serve(
    "127.0.0.1",
    (request) =>
      request.headers.get("authorization") === token ? answer(keys) : new Response(null, { status: 401 }),
  );
  return {
    ...server,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.url}/v1/credentials`,
      HTTP_PROXY: "http://127.0.0.1:1",
    },
  };
}

function answer({ accessKeyId, secretAccessKey, sessionToken }: Keys): Response {
  return Response.json({
    Code: "Success",
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
}

function serve(
  hostname: string,
  handler: (request: Request) => Response,
): AsyncDisposable & { readonly url: string } {
  const server = Deno.serve({ hostname, port: 0, onListen: () => {} }, handler);
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `http://${host}:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Whether this machine listens by IPv6. */
export function hasIpv6(): boolean {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return true;
  } catch {
    return false;
  }
}
