import { deepStrictEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import { compileProgram } from "../../../scripts/build/compile.ts";
import { TARGETS } from "../../../scripts/build/targets.ts";
import { STAND_INS } from "./runtime_stand_ins.ts";

const MARK = "atmos-ecr:payload-of-the-test";
const CHUNKS = new Map([
  ["main.js", `const { text } = await import("./part-1.js");\nconsole.log(text);`],
  ["part-1.js", `export const text = "${MARK}";`],
]);

for (const { triple, os, arch } of TARGETS) {
  Deno.test(`a program is put whole into the runtime of ${triple}`, async () => {
    const directory = await Deno.makeTempDir();
    try {
      const denort = join(directory, "denort");
      const stub = STAND_INS[os](arch);
      await Deno.writeFile(denort, stub);
      const compile = async (name: string): Promise<Uint8Array> => {
        const output = join(directory, name);
        await compileProgram({ chunks: CHUNKS }, {
          output,
          time: 1,
          triple,
          runtime: { deno: Deno.execPath(), denort },
        });
        return await Deno.readFile(output);
      };
      const name = os === "windows" ? "x.exe" : "x";
      const made = await compile(name);
      deepStrictEqual(made.subarray(0, 4), stub.subarray(0, 4));
      ok(made.length > stub.length + MARK.length);
      ok(contains(made, MARK), "the chunk that is loaded late is in it, too");
      for (const rule of ['"prompt":false', '"allow_ffi":[]']) {
        ok(contains(made, rule), rule);
      }
      deepStrictEqual(await compile(name), made, "the same in, the same out");
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

function contains(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder("latin1").decode(bytes).includes(text);
}
