import { setTimeout as delay } from 'node:timers/promises';
import { Platform } from '@backlot/peers/requests';
import { percentile } from '../inventory/statistics';

/** How long one waits between two looks at all pages. */
const apartMs = 250;

/** Looks at what people's pages ask for, again and again, and keeps how long each answer took. */
export class PageTimes {
  readonly #over = new AbortController();
  readonly #times: number[] = [];
  readonly #looking: Promise<void>;

  /** @param request - id of one whose page is looked at */
  constructor({ api }: Platform, request: string) {
    this.#looking = this.#look([
      () => api.list({ limit: '50' }),
      () => api.find(request),
      () => api.history(request),
      () => api.machines('adopted'),
    ]);
  }

  /** Ends it. @returns the 99th percentile of the answers' times, in milliseconds */
  async end(): Promise<number> {
    this.#over.abort();
    await this.#looking;
    return percentile(this.#times, 99);
  }

  async #look(pages: (() => Promise<unknown>)[]): Promise<void> {
    while (!this.#over.signal.aborted) {
      for (const page of pages) {
        const began = performance.now();
        await page();
        this.#times.push(performance.now() - began);
      }
      await delay(apartMs);
    }
  }
}
