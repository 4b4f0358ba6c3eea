import { invalidResponse } from "../errors/error_mapping.ts";
import { partitionOfRegion } from "../../../domain/registry/partitions.ts";
import type { CallOptions } from "../../../ports/aws.ts";
import type { ServerClock, ServerTime } from "../../../ports/time.ts";
import { chooseEndpoint } from "../endpoints/endpoint_rules.ts";
import { type AwsAdapterOptions, runCall } from "./run_call.ts";

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
    const named = environment.get("AWS_REGION") || environment.get("AWS_DEFAULT_REGION") || "";
    const region = partitionOfRegion(named) === undefined ? DEFAULT_REGION : named;
    const regional = `https://sts.${region}.${partitionOfRegion(region)?.suffix}/`;
    const url = new URL(chooseEndpoint("sts", {}, { environment }).url ?? regional);
    const call = {
      action: "get the time from",
      subject: url.host,
      deniedHint: "Check AWS_ENDPOINT_URL and proxies",
      secrets: [],
    };
    return await runCall(call, { ...this.#options, signal }, async ({ handler, trace }) => {
      const { protocol, hostname, pathname: path } = url;
      const port = url.port === "" ? {} : { port: Number(url.port) };
      await handler.handle({ method: "GET", protocol, hostname, ...port, path, headers: {} });
      if (trace.serverTime !== undefined) return { time: trace.serverTime, host: url.host };
      throw invalidResponse(
        { action: "use the response of", subject: url.host },
        "it does not contain the time",
      );
    });
  }
}
