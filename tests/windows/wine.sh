#!/usr/bin/env bash
# wine.sh DIR [PROGRAM ARGS...]   runs a program of Windows in the current directory, which must be below DIR, by wine 10 in a
# chroot of Debian 13 below DIR: 2.4 GB, four minutes the first time, as root on Debian or Ubuntu. The wine 8 of Debian 12
# starts `deno.exe --version` and nothing else. WINE_ENV holds words VAR=VALUE that the program sees. Drive Z: is the root.
set -euo pipefail
[ $# -ge 1 ] || { sed -n '2,4p' "$0" >&2; exit 2; }
directory=$(mkdir -p "$1" && realpath "$1")
shift
root=$directory/root
deno_version=2.9.6

# One at a time: two that install would take each other's files away, and the first that ends would unmount those of the other.
exec 9>"$directory/lock"
flock 9

# What an earlier run that was killed has left: removing what is below would reach into this machine's own /dev.
unmount() { for each in "$root/dev" "$root/proc" "$root/sys" "$root$directory"; do
  while mountpoint -q "$each"; do umount --lazy "$each" || break; done
done; }
unmount

if [ ! -e "$directory/installed" ]; then
  export DEBIAN_FRONTEND=noninteractive
  command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap >&2
  rm -rf --one-file-system "$root"
  debootstrap --variant=minbase --include=ca-certificates trixie "$root" >&2
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod +x "$root/usr/sbin/policy-rc.d"
  chroot "$root" apt-get install -y -qq -o Acquire::Retries=3 --no-install-recommends wine64 wine >&2
  mkdir -p "$directory/deno" "$directory/cache" "$directory/node"
  (cd "$directory" && npm pack --silent "@deno/win32-x64@$deno_version" >/dev/null &&
    tar xzf "deno-win32-x64-$deno_version.tgz" -C deno && rm "deno-win32-x64-$deno_version.tgz")
  # Without one on the PATH, Deno copies itself there for every program that it starts.
  : >"$directory/node/node.exe"
fi

bind() { mountpoint -q "$2" || { mkdir -p "$2" && mount "${@:3}" "$1" "$2"; }; }
bind "$directory" "$root$directory" --bind
bind proc "$root/proc" -t proc
bind /dev "$root/dev" --bind
trap unmount EXIT

wine() {
  # shellcheck disable=SC2086 # words
  chroot "$root" env -i HOME=/root XDG_RUNTIME_DIR=/tmp PATH=/usr/bin:/bin WINEPREFIX="$directory/prefix" WINEDEBUG=-all \
    WINEDLLOVERRIDES="mscoree,mshtml=" ${WINE_ENV:-} \
    sh -c 'cd "$1" && shift && exec /usr/lib/wine/wine64 "$@"' sh "$PWD" "$@" 9>&-
}
if [ ! -e "$directory/installed" ]; then
  (cd "$directory" && wine wineboot -i >&2)
  touch "$directory/installed"
fi
[ $# -eq 0 ] || wine "$@"
