import type { HttpRequest } from "../http/loopback_server.ts";
import { AwsFailure, type Input } from "./wire.ts";

/** The parameters in a body of JSON. @throws {AwsFailure} `malformed` for anything but an object. */
export function readJsonInput({ body }: HttpRequest): Input {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Answered below, as any other text that is no JSON object.
  }
  throw new AwsFailure("malformed", "Could not parse the request body as a JSON object");
}
