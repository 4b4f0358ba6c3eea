/** `$NAME` and `${NAME}`. */
const VARIABLE_REGEXP = /\$(?:\{([^{}]*)\}|([A-Za-z_]\w*))/g;

/**
 * Expands `$NAME` and `${NAME}` in a directory; unset ones are empty. `~` is kept, as in Atmos: the shell expands it.
 *
 * Reference: `os.ExpandEnv` of Go, which viper calls for each directory that it searches.
 */
export function expandVariables(text: string, variable: (name: string) => string | undefined): string {
  return text.replaceAll(
    VARIABLE_REGEXP,
    (_, braced?: string, plain?: string) => variable(braced ?? plain ?? "") ?? "",
  );
}
