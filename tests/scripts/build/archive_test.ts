import { deepStrictEqual, notDeepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { archive } from "../../../scripts/build/archive.ts";
import { tar } from "../../../scripts/build/tar.ts";
import { targetOf } from "../../../scripts/build/targets.ts";
import { hasProgram } from "../has_program.ts";

const CONTENT = {
  executable: new Uint8Array(70_001).map((_, index) => index * index % 251),
  texts: new Map([["LICENSE", "free\n"], ["EMPTY", ""]]),
  time: 1_700_000_001,
};
/** Unpacks what it is given on standard input's place, and tells names, modes, times and owners. */
const UNPACK = `
import os, sys, tarfile, zipfile
path, into = sys.argv[1:]
if path.endswith(".zip"):
    archive = zipfile.ZipFile(path)
    assert archive.testzip() is None
    for info in archive.infolist():
        print(info.filename, oct(info.external_attr >> 16), *info.date_time)
else:
    archive = tarfile.open(path)
    for info in archive.getmembers():
        print(info.name, oct(info.mode), info.mtime, info.uid, info.gid, info.uname, info.gname)
archive.extractall(into)
`;

Deno.test("an archive depends on its files and the time alone", () => {
  for (const triple of ["x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc"]) {
    const target = targetOf(triple);
    deepStrictEqual(archive(target, CONTENT), archive(target, CONTENT));
    notDeepStrictEqual(archive(target, CONTENT), archive(target, { ...CONTENT, time: 1_800_000_000 }));
  }
});

Deno.test({
  name: "archives are what other programs read",
  ignore: !await hasProgram("python3"),
  fn: async () => {
    const expected = new Map([
      [
        "x86_64-apple-darwin",
        "atmos-ecr 0o755 1700000001 0 0 root root\ndocker-credential-atmos-ecr 0o755 1700000001 0 0 root root\nLICENSE 0o644 1700000001 0 0 root root\nEMPTY 0o644 1700000001 0 0 root root\n",
      ],
      [
        "x86_64-pc-windows-msvc",
        "atmos-ecr.exe 0o100755 2023 11 14 22 13 20\nLICENSE 0o100644 2023 11 14 22 13 20\nEMPTY 0o100644 2023 11 14 22 13 20\n",
      ],
    ]);
    const directory = await Deno.makeTempDir();
    try {
      for (const [triple, listing] of expected) {
        const target = targetOf(triple);
        const [extension, name] = target.os === "windows"
          ? ["zip", "atmos-ecr.exe"]
          : ["tar.gz", "atmos-ecr"];
        const path = join(directory, `x.${extension}`);
        await Deno.writeFile(path, archive(target, CONTENT));
        const into = join(directory, triple);
        const { stdout, stderr } = await new Deno.Command("python3", { args: ["-c", UNPACK, path, into] })
          .output();
        strictEqual(new TextDecoder().decode(stdout), listing, new TextDecoder().decode(stderr));
        deepStrictEqual(await Deno.readFile(join(into, name)), CONTENT.executable);
        strictEqual(await Deno.readTextFile(join(into, "LICENSE")), "free\n");
        if (target.os !== "windows") {
          strictEqual(await Deno.readLink(join(into, "docker-credential-atmos-ecr")), "atmos-ecr");
        }
      }
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  },
});

Deno.test("a name that does not fit into an archive is refused", () => {
  throws(() => tar([{ name: "x".repeat(101), bytes: new Uint8Array(), executable: false }], 0), /too long/);
});
