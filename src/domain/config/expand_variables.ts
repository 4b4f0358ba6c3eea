/** `$NAME` and `${NAME}`. */
const VARIABLE_REGEXP = /\$(?:\{([^{}]*)\}|([A-Za-z_]\w*))/g;

/**
 * A directory with variables of the environment in place of `$NAME` and `${NAME}`; one that is unset is empty. `~` is left alone, as
 * Atmos does in these places: the shell replaces it.
 *
 * Reference: `os.ExpandEnv` of Go, which viper calls for each directory that it searches.
 */
export function expandVariables(text: string, variable: (name: string) => string | undefined): string {
  return text.replaceAll(
    VARIABLE_REGEXP,
    (_, braced?: string, plain?: string) => variable(braced ?? plain ?? "") ?? "",
  );
}
