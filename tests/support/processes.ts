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

/**
 * Waits until so many other processes have a file open, such as a lock that they wait for. Elsewhere than on Linux, which tells it, for a
 * second and a half.
 */
export async function untilOpened(path: string, count: number): Promise<void> {
  if (Deno.build.os !== "linux") return await new Promise((resolve) => setTimeout(resolve, 1500));
  const isOpenIn = (pid: string): boolean =>
    pid !== `${Deno.pid}` &&
    listed(`/proc/${pid}/fd`).some((fd) => target(`/proc/${pid}/fd/${fd}`) === path);
  const isOpened = (): boolean =>
    listed("/proc").filter((name) => /^\d+$/.test(name) && isOpenIn(name)).length >= count;
  if (!await until(isOpened)) throw new Error(`No ${count} processes have "${path}" open`);
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
