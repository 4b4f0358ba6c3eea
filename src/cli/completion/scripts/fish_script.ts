/** Completion for fish 3.1 and later. */
export const FISH_SCRIPT = `# fish completion for atmos-ecr

function __atmos_ecr_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    # Without its quotes, of which the last may still be open.
    set -l plain (string unescape -- "$current")
    set -l program (string replace -r '^~(?=/)' "$HOME" -- $words[1])
    set -l reply ($program __complete $words[2..-1] "$plain" 2>/dev/null)
    set -l parts (string match -r '^(--[^=]+=|)(.*)$' -- "$current")
    switch "$reply[-1]"
        case ':0'
            # What fish offers for a command that it does not know: files, with ~ and in quotes, too.
            complete -C "atmos-ecr-file $parts[3]" | string replace -r '^' -- "$parts[2]"
        case ':16'
            __fish_complete_directories "$parts[3]" | string replace -r '^' -- "$parts[2]"
        case '*'
            test (count $reply) -gt 1; and printf '%s\\n' $reply[1..-2]
    end
end

complete -c atmos-ecr -e
complete -c atmos-ecr -f -a '(__atmos_ecr_complete)'
`;
