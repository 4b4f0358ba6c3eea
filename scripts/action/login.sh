#!/usr/bin/env bash
# Logs in with the arguments in ACTION_LOGIN, split at blanks and line ends; nothing in them is expanded or run. For action.yml.
set -euo pipefail

# Fails at the end of its input, always; bash 3.2 of macOS has no mapfile.
read -r -d '' -a arguments <<<"$ACTION_LOGIN" || true

# What is printed about arguments and registries is text, and no command to the runner.
# Reference: "Workflow commands for GitHub Actions", "Stopping and starting workflow commands".
token=atmos-ecr-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"
code=0
atmos-ecr login "${arguments[@]}" || code=$?
echo "::$token::"
exit "$code"
