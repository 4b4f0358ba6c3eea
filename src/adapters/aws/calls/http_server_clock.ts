import { AwsError } from "../../../domain/errors/errors.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { CallOptions } from "../../../ports/aws.ts";
import type { ServerClock, ServerTime } from "../../../ports/time.ts";
import { chooseEndpoint } from "../endpoints/endpoint_rules.ts";
import { type AwsAdapterOptions, runCall } from "./run_call.ts";
import type { HttpRequest } from "../transport/transport.ts";

/** The region of STS if the environment names none. */
const DEFAULT_REGION = "us-east-1";

/** Reads the `Date` header of STS, in response to an unauthenticated request. */
export class HttpServerClock implements ServerClock {
  readonly #options: AwsAdapterOptions;

  constructor(options: AwsAdapterOptions) {
    this.#options = options;
  }

  async now({ signal }: CallOptions): Promise<ServerTime> {
    const { environment } = this.#options;
    const url = new URL(chooseEndpoint("sts", {}, { environment }).url ?? this.#regionalUrl());
    const call = {
      action: "get the time from",
      subject: url.host,
      deniedHint: "Check AWS_ENDPOINT_URL and proxies",
      secrets: [],
    };
    return await runCall(call, { ...this.#options, signal }, async ({ handler, trace }) => {
      await handler.handle(requestFor(url));
      if (trace.serverTime !== undefined) return { time: trace.serverTime, host: url.host };
      throw new AwsError(
        "AWS_RESPONSE_INVALID",
        `Cannot use the response of "${url.host}": it does not contain the time`,
        {
          hint: "Check AWS_ENDPOINT_URL and proxies, then try again",
        },
      );
    });
  }

  #regionalUrl(): string {
    const { environment } = this.#options;
    const named = environment.get("AWS_REGION") || environment.get("AWS_DEFAULT_REGION") || "";
    const region = partitionOfRegion(named) === undefined ? DEFAULT_REGION : named;
    return `https://sts.${region}.${partitionOfRegion(region)?.suffix}/`;
  }
}

function requestFor(url: URL): HttpRequest {
  return {
    method: "GET",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === "" ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: {},
  };
}
