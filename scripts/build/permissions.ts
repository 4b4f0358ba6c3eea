/**
 * What executables may do: everything. Files, hosts, variables and programs are named by configurations and by AWS, and whatever may run
 * programs may do all else; and root opens directories of other users by `/proc/self/fd`, which the runtime allows with nothing less.
 *
 * Reference: https://docs.deno.com/runtime/fundamentals/security/
 */
export const PERMISSION_FLAGS: readonly string[] = ["--no-prompt", "--allow-all"];
