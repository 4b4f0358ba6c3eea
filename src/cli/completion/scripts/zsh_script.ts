/** Completion for zsh: sourced, or autoloaded as `_atmos-ecr` from a directory of `fpath`. */
export const ZSH_SCRIPT = `#compdef atmos-ecr
# zsh completion for atmos-ecr

_atmos-ecr() {
  local line directive value
  local -a reply candidates
  reply=("\${(@f)$("\${(Q)words[1]/#\\~\\//$HOME/}" __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  for line in "\${reply[@]}"; do
    if [[ $line == :<-> ]]; then
      directive=\${line#:}
      continue
    fi
    value=\${line%%$'\\t'*}
    value=\${value//\\\\/\\\\\\\\}
    value=\${value//:/\\\\:}
    if [[ $line == *$'\\t'* ]]; then
      candidates+=("$value:\${line#*$'\\t'}")
    elif [[ -n $line ]]; then
      candidates+=("$value")
    fi
  done
  case $directive in
    0) compset -P '--*='; _files ;;
    16) compset -P '--*='; _files -/ ;;
    *) _describe -t values 'atmos-ecr' candidates ;;
  esac
}

if [ "$funcstack[1]" = "_atmos-ecr" ]; then
  _atmos-ecr "$@"
elif (( $+functions[compdef] )); then
  compdef _atmos-ecr atmos-ecr
else
  # Before compinit: it is known by the first prompt.
  _atmos-ecr-register() {
    add-zsh-hook -d precmd _atmos-ecr-register
    (( $+functions[compdef] )) && compdef _atmos-ecr atmos-ecr
  }
  autoload -Uz add-zsh-hook && add-zsh-hook precmd _atmos-ecr-register
fi
`;
