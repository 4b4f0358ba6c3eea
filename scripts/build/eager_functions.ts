/** The first line of a function declaration of a module: esbuild writes nothing else in the first column that looks like it. */
const DECLARATION_REGEXP = /^(?<async>async )?function(?<star>\*?) (?<name>[\w$]+)(?=\()/;

/**
 * Makes V8 compile the functions of a module together with the module, by putting them in parentheses. Otherwise, V8 compiles each function
 * on its first call, which is more than half of the JavaScript time of a cache hit, and Deno's code cache does not contain it.
 *
 * Reference: https://v8.dev/blog/preparser#pife
 *
 * @param text The output of esbuild with its white space: a declaration begins and ends in the first column.
 * @param names The functions, see {@linkcode declaredFunctions}.
 */
export function withEagerFunctions(text: string, names: ReadonlySet<string>): string {
  const functions: string[] = [];
  const others: string[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index++) {
    const first = lines[index] ?? "";
    const declaration = DECLARATION_REGEXP.exec(first);
    if (declaration === null || !names.has(declaration.groups?.["name"] ?? "")) {
      others.push(first);
      continue;
    }
    const { async = "", star = "", name } = declaration.groups ?? {};
    const last = first.endsWith("}") ? index : lines.indexOf("}", index);
    const body = [first.slice(declaration[0].length), ...lines.slice(index + 1, last + 1)].join("\n");
    functions.push(`var ${name} = (${async}function${star}${body});`);
    index = last;
  }
  // First, because function declarations are hoisted.
  return [...functions, ...others].join("\n");
}

/** The names of the functions that a module declares. @param text As that of {@linkcode withEagerFunctions}. */
export function declaredFunctions(text: string): ReadonlySet<string> {
  return new Set(text.split("\n").flatMap((line) => DECLARATION_REGEXP.exec(line)?.groups?.["name"] ?? []));
}
