/**
 * The way of a request through the fake: route, record, faults, limits, signature, service.
 *
 * @module
 */
import { type Exchange, headerValue, type HttpReply, type HttpRequest } from "../http/loopback_server.ts";
import { authenticate, claimOf } from "./authentication.ts";
import {
  changeToken,
  deliverInstead,
  deliverSpoiled,
  isSpoiling,
  pause,
  type SpoilingEffect,
} from "./fault_delivery.ts";
import type { Faults, RequestFacts } from "./faults.ts";
import type { FakeService, FakeState, Route } from "./service.ts";
import { AwsFailure, type Input, type Result } from "./wire.ts";

/** One request that reached the server. */
export interface RecordedRequest {
  /** `ecr`, `ecr-public`, `sts`, `sso-oidc`, `sso`; empty for a request to no service that is modelled. */
  readonly service: string;
  readonly action: string;
  /** `X-Amz-Target`, the form's `Action`, or method and path. */
  readonly target: string;
  /** The parameters, where they could be read. */
  readonly input: Input;
  /** Of the credential scope. */
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  /** ARN of the principal that the access key belongs to, whether the signature was right or not. */
  readonly principal: string | undefined;
  readonly host: string;
  readonly userAgent: string;
  /** `attempt=2; max=3`, as the SDKs count. */
  readonly attempt: string | undefined;
  /** By the server's clock. */
  readonly at: Date;
  /** `pending`, `ok`, the code of an AWS error, or `fault:` and the kind of effect. */
  readonly outcome: string;
}

/** What the front door needs. */
export interface FrontDoorOptions {
  /** Asked in this order. */
  readonly services: readonly FakeService[];
  readonly state: FakeState;
  readonly faults: Faults;
}

type MutableRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

interface Match {
  readonly service: FakeService;
  readonly route: Route;
}

/** Takes every request in, whatever it is for. */
export class FrontDoor {
  readonly requests: MutableRecord[] = [];
  readonly #options: FrontDoorOptions;

  constructor(options: FrontDoorOptions) {
    this.#options = options;
  }

  /** Answers one exchange, or fails it as the faults say. */
  async serve(exchange: Exchange): Promise<void> {
    const { state, faults } = this.#options;
    const match = this.#match(exchange.request);
    const record = this.#record(exchange.request, match);
    if (match === undefined) {
      record.outcome = "UnknownService";
      const headers = { "content-type": "text/xml" };
      return exchange.reply(this.#dated({ status: 404, headers, body: "<UnknownOperationException/>\n" }));
    }
    const { service, route } = match;
    const claim = claimOf(exchange.request);
    const principal = state.principals.findCredential(claim?.accessKeyId ?? "")?.principal;
    const facts: RequestFacts = {
      service: service.name,
      action: route.action,
      region: claim?.region,
      principal,
    };
    let spoiling: SpoilingEffect | undefined;
    for (const effect of faults.take(facts)) {
      if (effect.kind === "delay") {
        record.outcome = "fault:delay";
        if (await pause(effect.ms, exchange.signal)) continue;
        return;
      }
      if (!isSpoiling(effect)) {
        record.outcome = `fault:${effect.kind}`;
        return await deliverInstead(exchange, effect, {
          protocol: service.protocol,
          dated: (reply) => this.#dated(reply),
        });
      }
      spoiling = effect;
    }
    const { reply, outcome } = this.#answer(exchange.request, match, { facts, spoiling });
    if (spoiling !== undefined && outcome === "ok") {
      record.outcome = `fault:${spoiling.kind}`;
      return await deliverSpoiled(exchange, spoiling, this.#dated(reply));
    }
    record.outcome = outcome;
    exchange.reply(this.#dated(reply));
  }

  #match(request: HttpRequest): Match | undefined {
    for (const service of this.#options.services) {
      const route = service.route(request);
      if (route !== undefined) return { service, route };
    }
    return undefined;
  }

  /** The answer of AWS, with its content already spoiled where a fault asks for that. */
  #answer(
    request: HttpRequest,
    { service, route }: Match,
    { facts, spoiling }: { readonly facts: RequestFacts; readonly spoiling: SpoilingEffect | undefined },
  ): { readonly reply: HttpReply; readonly outcome: string } {
    const { faults } = this.#options;
    const { protocol } = service;
    try {
      if (faults.isThrottled(facts, performance.now())) throw new AwsFailure("throttled", "Rate exceeded");
      const result = this.#handle(request, { service, route });
      const shown = spoiling?.kind === "token" ? changeToken(result, spoiling) : result;
      return { reply: protocol.renderResult(route.action, shown), outcome: "ok" };
    } catch (error) {
      if (!(error instanceof AwsFailure)) throw error;
      return { reply: protocol.renderFailure(error), outcome: protocol.codeOf(error) };
    }
  }

  #handle(request: HttpRequest, { service, route: { action } }: Match): Result {
    const { state } = this.#options;
    const now = state.now();
    const unsigned = Object.hasOwn(service.unsigned ?? {}, action) ? service.unsigned?.[action] : undefined;
    if (unsigned !== undefined) {
      return unsigned({ action, input: service.protocol.readInput(request), request, now, state });
    }
    const caller = authenticate(request, {
      signingName: service.signingName,
      principals: state.principals,
      now,
    });
    return service.handle({
      action,
      input: service.protocol.readInput(request),
      request,
      caller,
      now,
      state,
    });
  }

  #record(request: HttpRequest, match: Match | undefined): MutableRecord {
    const claim = claimOf(request);
    const record: MutableRecord = {
      service: match?.service.name ?? "",
      action: match?.route.action ?? "",
      target: match?.route.target ?? request.target,
      input: match === undefined ? {} : readableInput(request, match.service),
      region: claim?.region,
      accessKeyId: claim?.accessKeyId,
      principal: this.#options.state.principals.findCredential(claim?.accessKeyId ?? "")?.principal.arn,
      host: headerValue(request, "host") ?? "",
      userAgent: headerValue(request, "user-agent") ?? "",
      attempt: headerValue(request, "amz-sdk-request"),
      at: new Date(this.#options.state.now()),
      outcome: "pending",
    };
    this.requests.push(record);
    return record;
  }

  /** With the server's `date`, by which the SDKs correct their clocks. */
  #dated(reply: HttpReply): HttpReply {
    return {
      ...reply,
      headers: { date: new Date(this.#options.state.now()).toUTCString(), ...reply.headers },
    };
  }
}

function readableInput(request: HttpRequest, service: FakeService): Input {
  try {
    return service.protocol.readInput(request);
  } catch {
    return {};
  }
}
