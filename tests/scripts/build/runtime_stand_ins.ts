import { concatenated } from "../../../scripts/build/tar.ts";

/** The least that is an executable of each format: nothing runs it, but `deno compile` can put a program into it. */
export const STAND_INS: Readonly<Record<"linux" | "macos" | "windows", (machine: Machine) => Uint8Array>> = {
  linux: elf,
  macos: machO,
  windows: pe,
};

/** The processor that an executable is for. */
export type Machine = "x86_64" | "aarch64";

const PAGE = 0x4000;

/** Reference: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
function elf(machine: Machine): Uint8Array {
  const header = fields([
    [4, 0x464c457f],
    [1, 2], // 64 bits
    [1, 1], // little-endian
    [1, 1],
    [9, 0],
    [2, 2], // executable
    [2, machine === "x86_64" ? 62 : 183],
    [4, 1],
    [8, 0x400000],
    [8, 64], // the program headers follow
    [8, 0],
    [4, 0],
    [2, 64],
    [2, 56],
    [2, 1],
    [2, 64],
    [2, 0],
    [2, 0],
  ]);
  const size = 1024;
  const load = fields([[4, 1], [4, 5], [8, 0], [8, 0x400000], [8, 0x400000], [8, size], [8, size], [
    8,
    0x1000,
  ]]);
  return concatenated([header, load, new Uint8Array(size - header.length - load.length)]);
}

/** Reference: `mach-o/loader.h` */
function machO(machine: Machine): Uint8Array {
  const segment = (name: string, offset: number, size: number): Uint8Array =>
    concatenated([
      fields([[4, 0x19], [4, 72]]),
      text(name, 16),
      fields([[8, 0x1_0000_0000 + offset], [8, PAGE], [8, offset], [8, size], [4, 1], [4, 1], [4, 0], [
        4,
        0,
      ]]),
    ]);
  const signature = fields([[4, 0x1d], [4, 16], [4, PAGE], [4, 64]]);
  const commands = [segment("__TEXT", 0, PAGE), segment("__LINKEDIT", PAGE, 64), signature];
  const header = fields([
    [4, 0xfeedfacf],
    [4, machine === "x86_64" ? 0x01000007 : 0x0100000c],
    [4, machine === "x86_64" ? 3 : 0],
    [4, 2], // executable
    [4, commands.length],
    [4, commands.reduce((sum, { length }) => sum + length, 0)],
    [4, 0],
    [4, 0],
  ]);
  const start = concatenated([header, ...commands]);
  return concatenated([start, new Uint8Array(PAGE - start.length), new Uint8Array(64)]);
}

/** Reference: https://learn.microsoft.com/windows/win32/debug/pe-format */
function pe(_machine: Machine): Uint8Array {
  const dos = concatenated([text("MZ", 60), fields([[4, 64]])]);
  const coff = fields([[4, 0x4550], [2, 0x8664], [2, 1], [4, 0], [4, 0], [4, 0], [2, 240], [2, 0x22]]);
  const optional = fields([
    [2, 0x20b],
    [2, 0],
    [4, 0x200], // code
    [4, 0],
    [4, 0],
    [4, 0x1000],
    [4, 0x1000],
    [8, 0x1_4000_0000],
    [4, 0x1000], // alignment in memory
    [4, 0x200], // and in the file
    [8, 6],
    [8, 6],
    [4, 0x2000],
    [4, 0x200],
    [4, 0],
    [2, 3], // console
    [2, 0],
    [8, 0x100000],
    [8, 0x1000],
    [8, 0x100000],
    [8, 0x1000],
    [4, 0],
    [4, 16],
    [128, 0],
  ]);
  const section = concatenated([
    text(".text", 8),
    fields([[4, 0x200], [4, 0x1000], [4, 0x200], [4, 0x200], [12, 0], [4, 0x60000020]]),
  ]);
  const start = concatenated([dos, coff, optional, section]);
  return concatenated([start, new Uint8Array(0x200 - start.length), new Uint8Array(0x200)]);
}

/** Numbers of so many bytes each, the lowest byte first. */
function fields(values: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  return concatenated(
    values.map(([bytes, value]) =>
      Uint8Array.from(
        { length: bytes },
        (_, index) => index < 8 ? Math.floor(value / 2 ** (8 * index)) & 0xff : 0,
      )
    ),
  );
}

function text(value: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes.set(new TextEncoder().encode(value));
  return bytes;
}
