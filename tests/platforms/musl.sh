#!/usr/bin/env bash
# musl.sh DIR EXECUTABLE   prints the path of a program that runs an executable where only musl is, as on Alpine, with the files of
# glibc that docs/install.md names: below DIR, where /tmp is the machine's. Root on Debian or Ubuntu.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
executable=$(realpath "$2")
directory=$(mkdir -p "$1" && realpath "$1")
documentation=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../../docs/install.md")
root=$directory/root

rm -rf "$directory/debs"
if mountpoint -q "$root/tmp"; then umount "$root/tmp" "$root/proc"; fi
rm -rf "$root"
mkdir -p "$directory/debs" "$root"/{bin,tmp,proc}
(cd "$directory/debs" && apt-get download -qq busybox-static musl >&2 && for package in *.deb; do dpkg -x "$package" "$root"; done)
ln -sf busybox "$root/bin/sh"
cp "$executable" "$root/bin/atmos-ecr"

if chroot "$root" /bin/atmos-ecr --version >/dev/null 2>&1; then
  echo "It runs without glibc: docs/install.md need not say how" >&2
  exit 1
fi
# What the documentation copies, by its own command, and nothing else.
command=$(sed -n '/^RUN mkdir -p \/glibc/,/[^\\]$/p' "$documentation")
[ -n "$command" ] || { echo "docs/install.md does not say how to get the files of glibc" >&2; exit 1; }
rm -rf "$directory/glibc"
command=${command#RUN }
sh -ec "${command//\/glibc/$directory/glibc}"
cp -R "$directory/glibc/." "$root/"

mount --bind /tmp "$root/tmp"
mount -t proc proc "$root/proc"
cat >"$directory/atmos-ecr" <<SCRIPT
#!/bin/sh
exec chroot '$root' /bin/sh -c 'cd "\$0" && exec /bin/atmos-ecr "\$@"' "\$PWD" "\$@"
SCRIPT
chmod +x "$directory/atmos-ecr"
echo "$directory/atmos-ecr"
