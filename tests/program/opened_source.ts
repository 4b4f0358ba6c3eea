import { dirname, join } from "node:path";
import type { World } from "./world.ts";

/** One place of credentials, as it is set up in a home. */
export interface CredentialSourceRow {
  readonly name: string;
  readonly ignore?: boolean;
  open(world: World): Promise<OpenedSource>;
}

/** A place that is there. */
export interface OpenedSource {
  /** Files below the home. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whose credentials they are. */
  readonly principal: RegExp;
  /** What must hold in the end. */
  check?(): Promise<void>;
  readonly close?: AsyncDisposable;
}

/** Sets a source up in the home of a world. */
export async function openSource(
  row: CredentialSourceRow,
  world: World,
): Promise<OpenedSource & AsyncDisposable> {
  const opened = await row.open(world);
  for (const [path, text] of Object.entries(opened.files ?? {})) {
    const file = join(world.sandbox.home, path);
    await Deno.mkdir(dirname(file), { recursive: true });
    await Deno.writeTextFile(file, text);
  }
  return { ...opened, [Symbol.asyncDispose]: async () => await opened.close?.[Symbol.asyncDispose]() };
}
