#!/usr/bin/env bash
# arm64.sh DIR   prints the path of a program that runs the chunks of atmos-ecr's executable on 64-bit ARM, by qemu and the Deno of npm, below DIR:
# 560 MB, and nothing of the system is changed. Debian on x86_64.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,3p' "$0" >&2; exit 2; }
directory=$(mkdir -p "$1" && realpath "$1")
repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
deno_version=2.9.6

if [ ! -e "$directory/installed" ]; then
  mkdir -p "$directory"/{debs,qemu,root,cache,apt/lists/partial,apt/cache/archives/partial}
  cd "$directory/debs"
  apt-get download -qq qemu-user-static >&2
  dpkg -x qemu-user-static_*.deb "$directory/qemu"
  # Lists of packages of the other machine, beside those of this one.
  mirror=$({ grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d || true; } 2>/dev/null | awk '!n++ { print $1 }')
  release=$(. /etc/os-release && echo "$VERSION_CODENAME")
  key=/usr/share/keyrings/debian-archive-keyring.gpg
  echo "deb [signed-by=$key] ${mirror:-http://deb.debian.org/debian} $release main" >"$directory/apt/sources.list"
  options=(
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State::lists="$directory/apt/lists"
    -o Dir::Cache="$directory/apt/cache" -o Dir::Etc::sourcelist="$directory/apt/sources.list"
    -o Dir::Etc::sourceparts=/dev/null -o Dir::State::status=/dev/null
  )
  apt-get "${options[@]}" update -qq >&2
  apt-get "${options[@]}" download -qq libc6 libgcc-s1 libstdc++6 >&2
  for package in ./*arm64.deb; do dpkg -x "$package" "$directory/root"; done
  cd "$directory"
  npm pack --silent "@deno/linux-arm64-glibc@$deno_version" >/dev/null
  tar xzf "deno-linux-arm64-glibc-$deno_version.tgz"
  touch installed
fi

deno="$directory/qemu/usr/bin/qemu-aarch64-static -L $directory/root $directory/package/deno"
# By this machine's Deno: what is built is the same everywhere.
(cd "$repository" && "${DENO:-deno}" run -A scripts/build.ts --bundle --out "$directory/bundle") >&2
cat >"$directory/atmos-ecr" <<SCRIPT
#!/bin/sh
export DENO_DIR='$directory/cache'
exec $deno run -A --no-check --quiet --no-config '$directory/bundle/chunks/main.js' "\$@"
SCRIPT
chmod +x "$directory/atmos-ecr"
echo "$directory/atmos-ecr"
