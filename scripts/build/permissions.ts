/**
 * What executables may do, and never more, whatever a dependency tries. Files, hosts, variables and programs are named by
 * configurations and by AWS, so that they cannot be told when the program is made.
 *
 * Reference: https://docs.deno.com/runtime/fundamentals/security/
 */
export const PERMISSION_FLAGS: readonly string[] = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-net",
  "--allow-run",
  "--allow-sys=homedir,hostname,osRelease,uid,gid,userInfo",
  "--deny-ffi",
  "--deny-import",
];
