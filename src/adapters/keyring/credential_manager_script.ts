/**
 * Reads, writes or deletes a generic credential. Standard input has four lines: the verb, then the target, the user and the value in
 * Base64. Standard output has the value in Base64, `ok`, or `none` if there is no such credential.
 *
 * PowerShell 5.1 compiles it as C# 5 with the .NET Framework's mscorlib, which has names that .NET no longer has.
 * Reference: `CredReadW`, `CredWriteW` and `CredDeleteW` of wincred.h; type 1 is `CRED_TYPE_GENERIC`, persistence 2 is
 * `CRED_PERSIST_LOCAL_MACHINE`, error 1168 is `ERROR_NOT_FOUND`.
 */
export const CREDENTIAL_MANAGER_SCRIPT = `
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$verb = [Console]::In.ReadLine()
$target = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine()))
$user = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadLine()))
$value = [Convert]::FromBase64String([Console]::In.ReadLine())
try {
Add-Type -TypeDefinition @'
using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
public static class GenericCredentials {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  struct Credential {
    public uint Flags; public uint Type; public string TargetName; public string Comment;
    public uint WrittenLow; public uint WrittenHigh;
    public uint Size; public IntPtr Blob; public uint Persist; public uint AttributeCount; public IntPtr Attributes;
    public string TargetAlias; public string UserName;
  }
  [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredReadW(string target, uint type, uint flags, out IntPtr credential);
  [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredWriteW(ref Credential credential, uint flags);
  [DllImport("advapi32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
  static extern bool CredDeleteW(string target, uint type, uint flags);
  [DllImport("advapi32.dll")]
  static extern void CredFree(IntPtr credential);
  static bool Missing() {
    int error = Marshal.GetLastWin32Error();
    if (error != 1168) throw new Win32Exception(error);
    return true;
  }
  public static string Read(string target) {
    IntPtr pointer;
    if (!CredReadW(target, 1, 0, out pointer) && Missing()) return "none";
    try {
      Credential found = (Credential)Marshal.PtrToStructure(pointer, typeof(Credential));
      byte[] bytes = new byte[found.Size];
      if (found.Size > 0) Marshal.Copy(found.Blob, bytes, 0, bytes.Length);
      return Convert.ToBase64String(bytes);
    } finally { CredFree(pointer); }
  }
  public static string Write(string target, string user, byte[] value) {
    IntPtr blob = Marshal.AllocHGlobal(value.Length);
    try {
      Marshal.Copy(value, 0, blob, value.Length);
      Credential made = new Credential();
      made.Type = 1; made.Persist = 2; made.TargetName = target; made.UserName = user;
      made.Size = (uint)value.Length; made.Blob = blob;
      if (!CredWriteW(ref made, 0)) throw new Win32Exception(Marshal.GetLastWin32Error());
      return "ok";
    } finally { Marshal.FreeHGlobal(blob); }
  }
  public static string Delete(string target) {
    return !CredDeleteW(target, 1, 0) && Missing() ? "none" : "ok";
  }
}
'@
switch ($verb) {
  'read' { $answer = [GenericCredentials]::Read($target) }
  'write' { $answer = [GenericCredentials]::Write($target, $user, $value) }
  'delete' { $answer = [GenericCredentials]::Delete($target) }
}
[Console]::Out.Write($answer)
} catch {
  [Console]::Error.Write($_.Exception.GetBaseException().Message)
  exit 1
}
`;
