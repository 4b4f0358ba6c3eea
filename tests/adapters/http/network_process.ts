/**
 * Sends one request, in a process of its own, and prints the code of its failure with what variables of the process hold afterwards:
 * `{"url", "values", "names"}` is the argument, with the variables of the environment that is given and the names of those to print.
 *
 * @module
 */
import { Network } from "../../../src/adapters/http/network.ts";
import { NetworkFailure } from "../../../src/adapters/http/network_failure.ts";

const { url, values, names } = JSON.parse(Deno.args[0] ?? "");
const variables = (): unknown => Object.fromEntries(names.map((name: string) => [name, Deno.env.get(name)]));

using network = new Network({ get: (name) => values[name] });
try {
  const { response } = await network.fetch(new URL(url), { signal: AbortSignal.timeout(20_000) });
  await response.text();
  await report("");
} catch (error) {
  if (!(error instanceof NetworkFailure)) throw error;
  await report(error.code);
}

async function report(code: string): Promise<void> {
  const text = JSON.stringify({ code, variables: variables() });
  await Deno.stdout.write(new TextEncoder().encode(text));
}
