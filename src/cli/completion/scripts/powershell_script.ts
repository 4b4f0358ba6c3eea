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
