/**
 * Processes that a test did not start itself, by what Linux tells of them.
 *
 * @module
 */

/** How long processes may take to do what is waited for, in milliseconds: on a machine with much else to do. */
const PATIENCE_MS = 60_000;

async function until(isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}

/** Waits for the end of a process; kills one that goes on. @returns Whether it has ended by itself. */
export async function hasEnded(pid: number): Promise<boolean> {
  if (await until(() => !isRunning(pid))) return true;
  Deno.kill(pid, "SIGKILL");
  return false;
}

/** Kills everything that a process has started, and waits for its end. */
export async function killDescendants(pid: number): Promise<void> {
  const descendants = descendantsOf(pid);
  for (const one of descendants) {
    try {
      Deno.kill(one, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
  await until(() => !descendants.some(isRunning));
}

/** How often a file is open in this process: where it is a lock, by whoever has it and by those that wait. Linux only. */
export function timesOpened(path: string): number {
  return listed("/proc/self/fd").filter((fd) => target(`/proc/self/fd/${fd}`) === path).length;
}

function isRunning(pid: number): boolean {
  const state = text(`/proc/${pid}/stat`);
  return state !== "" && !state.includes(") Z ");
}

function descendantsOf(pid: number): readonly number[] {
  // A child is in the list of the thread that has started it.
  const children = listed(`/proc/${pid}/task`)
    .flatMap((thread) => text(`/proc/${pid}/task/${thread}/children`).split(" "))
    .filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function text(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function listed(path: string): readonly string[] {
  try {
    return [...Deno.readDirSync(path)].map(({ name }) => name);
  } catch {
    return [];
  }
}

function target(path: string): string {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return "";
  }
}
