/** Completion for bash 3.2 and later. Rejoins the words that bash splits at `=` and `:`. */
export const BASH_SCRIPT = `# bash completion for atmos-ecr

# Sets plain to a word without its quotes, quote to one that is still open, and before to what precedes that one. Expands nothing.
_atmos_ecr_unquote() {
  local rest=$1 char
  plain= quote= before=
  while [ -n "$rest" ]; do
    char=\${rest:0:1}
    rest=\${rest:1}
    case $quote$char in
      \\\\ | '"\\')
        case $quote$rest in '"'[!\$\\\`\\"\\\\]*) plain+=$char ;; esac
        plain+=\${rest:0:1}
        rest=\${rest:1}
        ;;
      "'" | '"') quote=$char before=$plain ;;
      "''" | '""') quote= ;;
      *) plain+=$char ;;
    esac
  done
}

_atmos_ecr() {
  local line=\${COMP_LINE:0:COMP_POINT} words=() count=0 word i
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    local gap=1
    case $line in [![:space:]]*) ((i > 0)) && gap=0 ;; esac
    line=\${line#"\${line%%[![:space:]]*}"}
    case $line in "$word"*) ;; *) word=$line ;; esac
    line=\${line#"$word"}
    if ((gap)); then words[count++]=$word; else words[count - 1]+=$word; fi
  done
  local current=\${words[count - 1]} written= plain quote before
  for ((i = 0; i < count; i++)); do
    _atmos_ecr_unquote "\${words[i]}"
    words[i]=$plain
  done
  # Readline replaces only what follows the last break.
  case $COMP_WORDBREAKS in *=*) written=\${current%"\${current##*=}"} ;; esac
  case $COMP_WORDBREAKS in *:*) case $current in *:*) written=\${current%"\${current##*[=:]}"} ;; esac ;; esac

  COMPREPLY=()
  local directive= value
  while IFS= read -r line; do
    case $line in
      :[0-9]*) directive=\${line#:} ;;
      *)
        value=\${line%%$'\\t'*}
        case $quote in
          ?)
            # What would need an escape inside of the quotes is not offered.
            case $quote$value in '"'*[\\"\$\\\`\\\\]* | "'"*\\'*) continue ;; esac
            value=\${value#"$before"}
            ;;
          *)
            value=\${value#"$written"}
            case $value in *[!A-Za-z0-9@%+=:,./_-]*) value=$(printf '%q' "$value") ;; esac
            ;;
        esac
        COMPREPLY+=("$value")
        ;;
    esac
  done < <("\${words[0]/#~\\//$HOME/}" __complete "\${words[@]:1}" 2>/dev/null)

  case $directive in
    0) while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "\${current#"$written"}") ;;
    16) while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "\${current#"$written"}") ;;
    *) return 0 ;;
  esac
  compopt -o filenames 2>/dev/null
}

complete -F _atmos_ecr atmos-ecr
`;
