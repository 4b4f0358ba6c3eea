/**
 * Prints the home of the process, as JSON, for each value of HOME that its argument holds; null for none.
 *
 * @module
 */
import { ProcessEnvironment } from "../../../src/adapters/system/process_environment.ts";

if (import.meta.main) {
  const values: readonly (string | null)[] = JSON.parse(Deno.args[0] ?? "");
  const environment = new ProcessEnvironment();
  const homes = values.map((value) => {
    if (value === null) Deno.env.delete("HOME");
    else Deno.env.set("HOME", value);
    return environment.get("HOME") ?? null;
  });
  Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(homes)));
}
