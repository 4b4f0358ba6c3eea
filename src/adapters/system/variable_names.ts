/** The names of all variables of this process. */
export function variableNames(): readonly string[] {
  return Object.keys(Deno.env.toObject());
}
