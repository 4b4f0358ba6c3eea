#!/usr/bin/env bash
# Logs in with the arguments in ACTION_LOGIN, split at blanks and line ends; nothing in them is expanded or run. For action.yml.
set -euo pipefail

# Fails at the end of its input, always; bash 3.2 of macOS has no mapfile.
read -r -d '' -a arguments <<<"$ACTION_LOGIN" || true

. "$(dirname "${BASH_SOURCE[0]}")/as_text.sh"
as_text atmos-ecr login "${arguments[@]}"
