/** A package of npm. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Subresource integrity, as the lock file has it: `sha512-…`. */
  readonly integrity: string;
  /** The packages that it depends on and that are bundled too, as `name@version`. */
  readonly dependencies: readonly string[];
}

/** The parts of `deno.lock` that are read here. Reference: version 5 of the lock file. */
export interface LockFile {
  readonly npm: Readonly<
    Record<string, { readonly integrity: string; readonly dependencies?: readonly string[] }>
  >;
}

/**
 * The packages of which a bundle has modules.
 *
 * @param inputs The bundled modules, those of packages as `npm:name@version/path`.
 * @throws {Error} when the lock file does not know one of them.
 */
export function bundledPackages(inputs: readonly string[], lock: LockFile): readonly NpmPackage[] {
  const found = inputs.flatMap((path) => /^npm:((?:@[^/]+\/)?[^/@]+@[^/]+)\//.exec(path)?.[1] ?? []);
  const ids = [...new Set(found)].toSorted();
  return ids.map((id) => {
    const locked = lock.npm[id];
    if (locked === undefined) throw new Error(`Cannot list the packages: deno.lock does not have ${id}`);
    const at = id.lastIndexOf("@");
    const dependencies = (locked.dependencies ?? [])
      .flatMap((name) => ids.filter((other) => other === name || other.startsWith(`${name}@`)));
    return { name: id.slice(0, at), version: id.slice(at + 1), integrity: locked.integrity, dependencies };
  });
}
