#!/usr/bin/env bash
# Gives this job its own Docker configuration, token cache and state, in the directory that the runner empties when the job ends. A
# composite action has no step that runs at the end; this needs none, and holds even when the job is cancelled or the runner dies.
# For action.yml; all variables are the runner's.
set -euo pipefail
umask 077

directory=$RUNNER_TEMP/atmos-ecr-job
docker=$directory/docker
[ ! -e "$docker" ] || exit 0
mkdir -p "$docker" "$directory/cache" "$directory/state"

# What Docker has besides its logins stays in reach: plug-ins, contexts, builders.
before=${DOCKER_CONFIG:-$HOME/.docker}
if [ -d "$before" ]; then
  for entry in "$before"/*; do
    case ${entry##*/} in
      config.json) cp "$entry" "$docker/config.json" ;;
      config.json.* | '*') ;;
      *) ln -s "$entry" "$docker/" ;;
    esac
  done
fi

{
  echo "DOCKER_CONFIG=$docker"
  echo "ATMOS_XDG_CACHE_HOME=$directory/cache"
  echo "ATMOS_XDG_STATE_HOME=$directory/state"
} >>"$GITHUB_ENV"
