/** Measures what a page computes in processor time, which does not depend on how busy the machine is. */
import type { Browser, Page } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  /** Microseconds of the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface Tasks {
  /** Of the main thread, milliseconds of the processor. */
  readonly longest: number;
  /** 0 if there are fewer. */
  readonly thirdLongest: number;
  readonly total: number;
}

/** Runs `act` and measures the tasks of the page's main thread; of those until `mark`, if given. */
export async function measureTasks(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
  mark?: string,
): Promise<Tasks> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    traceEvents: readonly TraceEvent[];
  };
  const end = mark === undefined ? undefined : traceEvents.find(({ name }) => name === mark);
  const isMainThread = mainThreads(traceEvents);
  const tasks = traceEvents
    .filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && isMainThread(event))
    .filter(({ pid, ts }) => end === undefined || (pid === end.pid && ts < end.ts))
    .map(({ tdur = 0 }) => tdur / 1_000)
    .toSorted((a, b) => b - a);
  const [longest, , thirdLongest = 0] = tasks;
  if (longest === undefined) throw new Error('the trace has no tasks');
  const total = tasks.reduce((sum, task) => sum + task, 0);
  return { longest, thirdLongest, total };
}

function mainThreads(events: readonly TraceEvent[]): (event: TraceEvent) => boolean {
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return ({ pid, tid }) => threads.has(`${pid} ${tid}`);
}
