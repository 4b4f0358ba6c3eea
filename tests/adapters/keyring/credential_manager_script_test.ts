/** What PowerShell runs on Windows, compiled as it does there and run on a library with the calls of wincred.h. Needs mcs, mono and gcc. */
import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { CREDENTIAL_MANAGER_SCRIPT } from "../../../src/adapters/keyring/credential_manager_script.ts";
import { tempDirectory } from "../fs/temp_directory.ts";

/** The class that the script adds. */
const [, CLASS = ""] = /Add-Type -TypeDefinition @'\n(.*?)\n'@/s.exec(CREDENTIAL_MANAGER_SCRIPT) ?? [];

const MAIN = `
public static class Program {
  static string Run(string[] a) {
    if (a[0] == "read") return GenericCredentials.Read(a[1]);
    if (a[0] == "write") return GenericCredentials.Write(a[1], a[2], Convert.FromBase64String(a[3]));
    return GenericCredentials.Delete(a[1]);
  }
  public static int Main(string[] a) {
    try { Console.Write(Run(a)); return 0; }
    catch (Exception e) { Console.Write("failed: " + (e.GetBaseException() as Win32Exception).NativeErrorCode); return 1; }
  }
}
`;

/** `advapi32`, which keeps credentials in files of `$STORE`. Reference: `CREDENTIALW` of wincred.h. */
const LIBRARY = `
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
typedef uint16_t wide;
typedef struct {
  uint32_t flags, type; wide *target, *comment; uint32_t written[2]; uint32_t size; uint8_t *blob;
  uint32_t persist, count; void *attributes; wide *alias, *user;
} credential;
static int fail(int code) { errno = code; return 0; }
static int length(const wide *text) { int n = 0; while (text && text[n]) n++; return n; }
static FILE *of(const wide *target, const char *mode, int removes) {
  char path[4096]; int n = sprintf(path, "%s/", getenv("STORE"));
  for (int i = 0; i < length(target); i++) n += sprintf(path + n, "%04x", target[i]);
  if (removes) return remove(path) ? NULL : stdin;
  return fopen(path, mode);
}
int CredWriteW(credential *c, uint32_t flags) {
  if (getenv("LOCKED")) return fail(5);
  if (flags || c->flags || c->type != 1 || c->persist != 2 || c->count || c->attributes || c->comment || c->alias) return fail(87);
  if (length(c->user) != 10) return fail(87);
  FILE *file = of(c->target, "wb", 0);
  fwrite(c->blob, 1, c->size, file);
  return !fclose(file);
}
int CredReadW(const wide *target, uint32_t type, uint32_t flags, credential **found) {
  if (getenv("LOCKED")) return fail(5);
  FILE *file = of(target, "rb", 0);
  if (!file || type != 1 || flags) return fail(1168);
  credential *c = calloc(1, sizeof(credential));
  c->type = 1; c->blob = malloc(65536); c->size = fread(c->blob, 1, 65536, file);
  fclose(file); *found = c;
  return 1;
}
int CredDeleteW(const wide *target, uint32_t type, uint32_t flags) { return of(target, "", 1) ? 1 : fail(1168); }
void CredFree(void *pointer) { free(pointer); }
`;

/** How a program ended. */
interface End {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<End> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], env }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

Deno.test({
  name: "the calls of the Credential Manager compile as C# 5, and find the fields of a credential",
  ignore: Deno.env.get("ATMOS_ECR_E2E") !== "required" || Deno.build.os !== "linux",
  fn: async (t) => {
    await using home = await tempDirectory();
    const at = (name: string): string => join(home.path, name);
    await Deno.writeTextFile(at("program.cs"), CLASS + MAIN);
    await Deno.writeTextFile(at("library.c"), LIBRARY);
    await Deno.writeTextFile(
      at("program.exe.config"),
      `<configuration><dllmap dll="advapi32.dll" target="${at("library.so")}"/></configuration>`,
    );
    await Deno.mkdir(at("store"));
    const gcc = await run("gcc", ["-shared", "-fPIC", "-o", at("library.so"), at("library.c")]);
    ok(gcc.code === 0, gcc.stderr);
    const mcs = await run("mcs", ["-langversion:5", `-out:${at("program.exe")}`, at("program.cs")]);
    ok(mcs.code === 0, mcs.stderr);
    const target = "atmos_acme_ü it's $x:atmos-auth";
    const value = btoa(`{"type":"aws","data":{"secret_access_key":"s+/="}}`);
    /** What is called, with what in the environment → exit code and output. */
    const rows: readonly (readonly [readonly string[], Record<string, string>, readonly [number, string]])[] =
      [
        [["read"], {}, [0, "none"]],
        [["delete"], {}, [0, "none"]],
        [["write", value], {}, [0, "ok"]],
        [["read"], {}, [0, value]],
        [["read"], { LOCKED: "1" }, [1, "failed: 5"]],
        [["write", btoa("new")], { LOCKED: "1" }, [1, "failed: 5"]],
        [["write", btoa("new")], {}, [0, "ok"]],
        [["read"], {}, [0, btoa("new")]],
        [["delete"], {}, [0, "ok"]],
        [["read"], {}, [0, "none"]],
      ];
    for (const [[verb = "", text], env, expected] of rows) {
      await t.step(`${verb} → ${expected[1]}`, async () => {
        const args = [verb, target, ...(text === undefined ? [] : ["atmos-auth", text])];
        const { code, stdout, stderr } = await run("mono", [at("program.exe"), ...args], {
          STORE: at("store"),
          ...env,
        });
        deepStrictEqual([code, stdout], expected, stderr);
      });
    }
  },
});
