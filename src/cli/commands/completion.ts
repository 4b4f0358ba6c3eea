import type { PrintRequest } from "../command/define_command.ts";
import { jsonDocument } from "../output/output_formats.ts";

/** `atmos-ecr completion` */
export function print({ operands: [shell = ""], json }: PrintRequest): string {
  const scripts: Readonly<Record<string, string>> = {
    bash: BASH_SCRIPT,
    zsh: ZSH_SCRIPT,
    fish: FISH_SCRIPT,
    powershell: POWERSHELL_SCRIPT,
  };
  const script = scripts[shell] ?? "";
  return json ? jsonDocument({ shell, script }) : script;
}

/** Completion for bash 3.2 and later. Rejoins the words that bash splits at `=` and `:`. */
export const BASH_SCRIPT = `# bash completion for atmos-ecr

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
  local current=\${words[count - 1]} written=
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
        value=\${value#"$written"}
        case $value in *[!A-Za-z0-9@%+=:,./_-]*) value=$(printf '%q' "$value") ;; esac
        COMPREPLY+=("$value")
        ;;
    esac
  done < <("\${words[0]}" __complete "\${words[@]:1}" 2>/dev/null)

  case $directive in
    0) while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "\${current#"$written"}") ;;
    16) while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -d -- "\${current#"$written"}") ;;
    *) return 0 ;;
  esac
  compopt -o filenames 2>/dev/null
}

complete -F _atmos_ecr atmos-ecr
`;

/** Completion for zsh: sourced, or autoloaded as `_atmos-ecr` from a directory of `fpath`. */
export const ZSH_SCRIPT = `#compdef atmos-ecr
# zsh completion for atmos-ecr

_atmos-ecr() {
  local line directive value
  local -a reply candidates
  reply=("\${(@f)$("\${(Q)words[1]}" __complete "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
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

/** Completion for fish 3.1 and later. */
export const FISH_SCRIPT = `# fish completion for atmos-ecr

function __atmos_ecr_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l reply ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
    set -l parts (string match -r '^(--[^=]+=|)(.*)$' -- "$current")
    switch "$reply[-1]"
        case ':0'
            __fish_complete_path "$parts[3]" | string replace -r '^' -- "$parts[2]"
        case ':16'
            __fish_complete_directories "$parts[3]" | string replace -r '^' -- "$parts[2]"
        case '*'
            test (count $reply) -gt 1; and printf '%s\\n' $reply[1..-2]
    end
end

complete -c atmos-ecr -e
complete -c atmos-ecr -f -a '(__atmos_ecr_complete)'
`;

/** Completion for Windows PowerShell 5.1 and PowerShell 7. */
export const POWERSHELL_SCRIPT = `# PowerShell completion for atmos-ecr

Register-ArgumentCompleter -Native -CommandName 'atmos-ecr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
    # Without the quotes that a path with spaces has.
    $program = $commandAst.GetCommandName()
    $before = @($words | Select-Object -Skip 1)
    # Older versions drop an empty argument unless it brings its own quotes.
    $current = $wordToComplete
    if ($current -eq '' -and ($PSVersionTable.PSVersion -lt [version]'7.3.0' -or $PSNativeCommandArgumentPassing -eq 'Legacy')) {
        $current = '""'
    }

    $reply = @(& $program __complete @before $current 2>$null)
    if ($reply.Count -eq 0) { return }
    # Without a result PowerShell offers files by itself.
    if ($reply[-1] -ne ':4') { return }
    if ($reply.Count -eq 1) { return '' }
    foreach ($line in $reply[0..($reply.Count - 2)]) {
        $value, $description = $line -split "\`t", 2
        if (-not $description) { $description = $value }
        $text = if ($value -match '[^A-Za-z0-9%+=:./_-]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
    }
}
`;
