/** The names of all variables of this process. */
export function variableNames(): readonly string[] {
  return Object.keys(Deno.env.toObject());
}

/** All variables of this process. */
export function variables(): Readonly<Record<string, string>> {
  return Deno.env.toObject();
}
