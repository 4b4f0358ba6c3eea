#!/usr/bin/env bash
# Installs a release of atmos-ecr for this job. For action.yml, which sets ACTION_VERSION, ACTION_REPOSITORY, ACTION_SERVER,
# ACTION_ATTESTATION and GH_TOKEN; the other variables are the runner's.
set -euo pipefail

# Every value of a message comes from inputs: a line of its own, or an escape, would be a command to the runner.
# Reference: "Workflow commands for GitHub Actions"; `escapeData` of actions/toolkit.
fail() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  echo "::error title=atmos-ecr::${text//'##['/'## ['}"
  exit 1
}

[[ $ACTION_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] ||
  fail "The version \"$ACTION_VERSION\" is not of the form 1.2.3"
[[ $ACTION_REPOSITORY =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] ||
  fail "The repository \"$ACTION_REPOSITORY\" is not of the form OWNER/NAME"
[[ $ACTION_SERVER =~ ^https://([A-Za-z0-9.-]+(:[0-9]+)?)(/[A-Za-z0-9._/-]*)?$ ]] ||
  fail "The server \"$ACTION_SERVER\" is not an https:// address without parameters"
server_host=${BASH_REMATCH[1]}
[[ $ACTION_ATTESTATION == verify || $ACTION_ATTESTATION == skip ]] ||
  fail "attestation is \"$ACTION_ATTESTATION\", and must be verify or skip"

case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) archive=x86_64-unknown-linux-gnu.tar.gz ;;
  Linux-ARM64) archive=aarch64-unknown-linux-gnu.tar.gz ;;
  macOS-X64) archive=x86_64-apple-darwin.tar.gz ;;
  macOS-ARM64) archive=aarch64-apple-darwin.tar.gz ;;
  Windows-X64 | Windows-ARM64) archive=x86_64-pc-windows-msvc.zip ;;
  *) fail "There is no release for $RUNNER_OS on $RUNNER_ARCH" ;;
esac
archive=atmos-ecr-$ACTION_VERSION-$archive

directory=$RUNNER_TEMP/atmos-ecr-$ACTION_VERSION
mkdir -p "$directory"
cd "$directory"
for file in "$archive" SHA256SUMS; do
  curl --fail --silent --show-error --location --proto =https --proto-redir =https --retry 3 --output "$file" \
    "${ACTION_SERVER%/}/$ACTION_REPOSITORY/releases/download/v$ACTION_VERSION/$file" ||
    fail "Cannot download $file of version $ACTION_VERSION"
done

# The line of this archive alone; macOS has no sha256sum.
sum=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' SHA256SUMS)
if command -v sha256sum >/dev/null; then actual=$(sha256sum <"$archive"); else actual=$(shasum -a 256 <"$archive"); fi
[[ -n $sum && ${actual%% *} == "$sum" ]] || {
  rm -f "$archive"
  fail "$archive is not what SHA256SUMS says"
}

# The sums come from where the archive comes from; who built it is signed. A `gh` of before 2.49 knows no attestations.
if [[ $ACTION_ATTESTATION == verify ]]; then
  if gh attestation verify --help >/dev/null 2>&1; then
    GH_HOST=$server_host gh attestation verify "$archive" --repo "$ACTION_REPOSITORY" >/dev/null 2>attestation.log || {
      rm -f "$archive"
      fail "$archive has no valid attestation of $ACTION_REPOSITORY: $(cat attestation.log)"
    }
  else
    echo "::notice title=atmos-ecr::No gh that verifies attestations is there: the archive is verified by its checksum alone"
  fi
fi

mkdir -p bin
case $archive in
  *.zip)
    unzip -q -o "$archive" -d bin
    cp bin/atmos-ecr.exe bin/docker-credential-atmos-ecr.exe
    path=$(cygpath --windows "$directory/bin")
    ;;
  *)
    tar -xzf "$archive" -C bin
    ln -sf atmos-ecr bin/docker-credential-atmos-ecr
    path=$directory/bin
    ;;
esac
rm -f "$archive"
echo "$path" >>"$GITHUB_PATH"
echo "path=$path" >>"$GITHUB_OUTPUT"
bin/atmos-ecr --version
