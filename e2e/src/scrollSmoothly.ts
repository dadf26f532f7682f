import { Locator, Page } from '@playwright/test';

/** How a page did while it was scrolled. */
export interface ScrollMeasure {
  frames: number;
  medianFrameMs: number;
  longestFrameMs: number;
  /** Longest task of the page's main thread, 0 where none was long. */
  longestTaskMs: number;
}

const FRAMES = 120;

/** Scrolls an element to its end, a step each frame, and measures frames and long tasks. */
export async function scrollSmoothly(
  page: Page,
  scroller: Locator,
): Promise<ScrollMeasure> {
  const handle = await scroller.elementHandle();
  return page.evaluate(
    async ([element, frames]) => {
      if (!(element instanceof HTMLElement)) {
        throw new Error('There is nothing to scroll');
      }
      let longestTaskMs = 0;
      const observer = new PerformanceObserver(list =>
        list.getEntries().forEach(({ duration }) => {
          longestTaskMs = Math.max(longestTaskMs, duration);
        }),
      );
      observer.observe({ type: 'longtask' });
      const step = (element.scrollHeight - element.clientHeight) / frames;
      const durations: number[] = [];
      let before = performance.now();
      for (let frame = 1; frame <= frames; frame++) {
        element.scrollTop = step * frame;
        await new Promise(requestAnimationFrame);
        durations.push(performance.now() - before);
        before = performance.now();
      }
      element.scrollTop = element.scrollHeight;
      observer.disconnect();
      durations.sort((a, b) => a - b);
      return {
        frames,
        medianFrameMs: Math.round(durations[frames / 2]),
        longestFrameMs: Math.round(durations[frames - 1]),
        longestTaskMs: Math.round(longestTaskMs),
      };
    },
    [handle, FRAMES] as const,
  );
}
