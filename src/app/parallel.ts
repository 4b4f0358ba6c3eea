/** How to run tasks that a service may throttle. */
export interface Throttling<T, R> {
  /** How many run at once at first; halved whenever the service throttles. */
  readonly atOnce: number;
  /** Whether to retry a failed task, with fewer in parallel. @param tries How often it has been tried. */
  readonly again: (error: unknown, tries: number) => boolean;
  readonly task: (item: T, tries: number) => Promise<R>;
}

/**
 * Runs a task for each item, many at a time, and returns the results in the order of the items. Throttled tasks go to the end of the queue,
 * and from then on half as many run; tasks that run at that moment halve it once. Any other failure does not affect the other tasks.
 */
export async function mapThrottled<T, R>(
  items: readonly T[],
  { atOnce, again, task }: Throttling<T, R>,
): Promise<PromiseSettledResult<R>[]> {
  const results: PromiseSettledResult<R>[] = new Array(items.length);
  const queue = items.map((item, index) => ({ item, index, tries: 0 }));
  let limit = atOnce;
  let running = 0;
  // Counts the halvings, so that tasks that were throttled together do not each halve.
  let era = 0;
  const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
  const start = (): void => {
    if (queue.length === 0 && running === 0) return finish();
    while (running < limit) {
      const entry = queue.shift();
      if (entry === undefined) return;
      running++;
      void run(entry, era);
    }
  };
  const run = async (entry: (typeof queue)[number], startedIn: number): Promise<void> => {
    entry.tries++;
    const [result] = await Promise.allSettled([task(entry.item, entry.tries)]);
    running--;
    if (result.status === "rejected" && again(result.reason, entry.tries)) {
      if (startedIn === era) {
        limit = Math.max(1, Math.floor(limit / 2));
        era++;
      }
      queue.push(entry);
    } else results[entry.index] = result;
    start();
  };
  start();
  await finished;
  return results;
}

/** Runs a task for each item, at most `limit` at a time, and returns the results in the order of the items. */
export async function mapBounded<T, R>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<R>,
): Promise<PromiseSettledResult<R>[]> {
  return await mapThrottled(items, { atOnce: limit, again: () => false, task });
}
