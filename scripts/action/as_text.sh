# shellcheck shell=bash
# as_text COMMAND...: runs it, and shows what it prints as text: nothing about arguments and registries is a command to the runner. Its
# annotations, errors and warnings of this program alone, are given to the runner when it has ended. To be sourced; returns its exit code.
# Reference: "Workflow commands for GitHub Actions", "Stopping and starting workflow commands".
as_text() {
  local token annotations code=0
  local annotation='^::(error|warning) ([^:]*,)?title=atmos-ecr( [A-Z_]+)?::'
  token=atmos-ecr-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  annotations=$(mktemp)
  echo "::stop-commands::$token"
  "$@" 2>&1 | while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ $annotation ]]; then printf '%s\n' "$line" >>"$annotations"; else printf '%s\n' "$line"; fi
  done || code=$?
  echo "::$token::"
  cat "$annotations"
  rm -f "$annotations"
  return "$code"
}
