import { join } from "node:path";
import { writeProgram } from "../../support/write_program.ts";

/** Keyring tools of three systems as shell scripts. They keep entries in `$RING` and write their arguments to `$RING.args`. */
const TOOLS: Readonly<Record<string, string>> = {
  // Like libsecret 0.20: `search` ends with 0 where there is nothing, and shows locked items without their secret.
  "secret-tool": `verb=$1; shift
case $verb in
  search) key=$2 ;;
  lookup|clear) key=$2 ;;
  store) for word; do case $word in --collection=*) shift; test -e "$RING.login" || { echo "secret-tool: Object does not exist at path" >&2; exit 1; };; --label=*) shift ;; esac; done; key=$2 ;;
esac
file_of "$key"
locked() { test -e "$RING.locked"; }
case $verb in
  search) test -e "$file" || exit 0
    printf '[/1]\\nlabel = x\\n'
    if locked; then echo "secret-tool: Cannot get secret of a locked object" >&2
    else printf 'secret = %s\\n' "$(cat "$file")"; fi
    printf 'created = 2026-11-28 08:49:24\\nmodified = 2026-11-28 08:49:24\\n'
    echo "attribute.service = $key" >&2 ;;
  lookup) locked && test ! -e "$RING.unlockable" && exit 1; test -e "$file" || exit 1; exec cat "$file" ;;
  store) locked && { echo "secret-tool: Cannot create an item in a locked collection" >&2; exit 1; }; exec cat >"$file" ;;
  clear) locked && exit 1; exec rm "$file" ;;
esac`,
  // Every value is one word, so the shell reads the line as \`security -i\` does.
  security: `run() {
verb=$1; shift
while [ $# -gt 0 ]; do case $1 in -s) key=$2; shift ;; -w) value=\${2-}; test $# -gt 1 && shift ;; -a) shift ;; esac; shift; done
file_of "$key"
test -e "$RING.locked" && { echo "security: User interaction is not allowed." >&2; return 36; }
case $verb in
  find-generic-password) test -e "$file" || return 44; cat "$file"; echo ;;
  add-generic-password) printf %s "$value" >"$file" ;;
  delete-generic-password) test -e "$file" || return 44; rm "$file" ;;
esac
}
if [ "$1" = -i ]; then IFS= read -r line; eval "run $line"; exit 0; fi
run "$@"`,
  powershell: `read -r verb; read -r target; read -r user; read -r value || true
test -e "$RING.locked" && { echo "Access is denied" >&2; exit 1; }
file_of "$target"
case $verb in
  read) if test -e "$file"; then exec cat "$file"; else printf none; fi ;;
  write) printf %s "$value" >"$file"; printf ok ;;
  delete) if test -e "$file"; then rm "$file"; printf ok; else printf none; fi ;;
esac`,
};

/** Sets `file` to the file of a key, by what the shell has itself: programs would cost more than the tool. */
const FILE_OF = `file_of() {
rest=$1; file=$RING/
while :; do case $rest in */*) file=$file\${rest%%/*}%; rest=\${rest#*/} ;; *) file=$file$rest; return ;; esac; done
}`;

/** The name of a tool. */
export type ToolName = keyof typeof TOOLS;

/** Tools in a directory, with their state beside it. */
export interface FakeTools {
  /** The path of a tool. */
  of(name: string): string;
  /** Where their state is: `<ring>.locked`, `<ring>.unlockable`, `<ring>.login` and `<ring>.args`. */
  readonly ring: string;
  /** What they were given as arguments, all of it. */
  args(): Promise<string>;
}

/** Puts the tools into the directory `bin` of a directory. */
export async function fakeTools(root: string): Promise<FakeTools> {
  const bin = join(root, "bin");
  const ring = join(root, "ring");
  await Deno.mkdir(bin);
  await Deno.mkdir(ring);
  for (const [name, script] of Object.entries(TOOLS)) {
    const text = `#!/bin/sh\nRING='${ring}'\nprintf '%s\\n' "$@" >>"$RING.args"\n${FILE_OF}\n${script}\n`;
    await writeProgram(join(bin, name), text);
  }
  return {
    ring,
    of: (name) => join(bin, name),
    args: () => Deno.readTextFile(`${ring}.args`),
  };
}
