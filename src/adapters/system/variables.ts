/** All variables of this process. */
export function variables(): Readonly<Record<string, string>> {
  return Deno.env.toObject();
}
