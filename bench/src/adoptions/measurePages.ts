import { setTimeout as delay } from 'node:timers/promises';
import { Platform } from '@backlot/peers/requests';
import { percentile } from '../inventory/statistics';

/** How long one waits between two looks at all pages. */
const apartMs = 250;

/**
 * Looks at what people's pages ask for, again and again, while something is done.
 *
 * @param request - id of one whose page is looked at
 * @returns the 99th percentile of the answers' times, in milliseconds
 */
export async function measurePages(
  { api }: Platform,
  request: string,
  work: () => Promise<unknown>,
): Promise<number> {
  const pages = [
    () => api.list({ limit: '25' }),
    () => api.find(request),
    () => api.history(request),
    () => api.machines('adopted'),
  ];
  const over = new AbortController();
  const times: number[] = [];
  const look = async () => {
    while (!over.signal.aborted) {
      for (const page of pages) {
        const began = performance.now();
        await page();
        times.push(performance.now() - began);
      }
      await delay(apartMs);
    }
  };
  await Promise.all([look(), work().finally(() => over.abort())]);
  return percentile(times, 99);
}
