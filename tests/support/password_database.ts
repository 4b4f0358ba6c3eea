/**
 * A command line that runs another one on a machine whose password database has one user: this one, with a home of the test's own. So
 * that a program without HOME does not find the home of whoever runs the tests. In a mount namespace of its own: Linux, as root or with
 * user namespaces.
 *
 * @param home The home that the database tells; empty for none.
 */
export function withPasswordDatabase(home: string, commandLine: readonly string[]): string[] {
  const uid = Deno.uid() ?? 0;
  const gid = Deno.gid() ?? 0;
  return [
    "unshare",
    ...(uid === 0 ? [] : ["--map-current-user"]),
    "--mount",
    "sh",
    "-c",
    // A file system in memory for the file, which lives as long as the namespace.
    'mount -t tmpfs none /mnt && printf "%s\\n" "$1" >/mnt/passwd && mount --bind /mnt/passwd /etc/passwd && shift && exec "$@"',
    "sh",
    `tester:x:${uid}:${gid}::${home}:/bin/sh`,
    ...commandLine,
  ];
}
