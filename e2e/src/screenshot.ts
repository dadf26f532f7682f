import { join } from 'node:path';
import { expect, Locator, Page } from '@playwright/test';

const window = { width: 1440, height: 1000 };
const tallest = 2200;

/**
 * Keeps a picture of the page for people to look at, in a window as tall as what it shows, or as it
 * is seen first.
 *
 * @param options - `width`: of the window, when it is not that of a desk's; `ready`: what is seen once
 *   the page is whole, because another width may begin it anew
 */
export async function screenshot(
  page: Page,
  name: string,
  options: { asSeenFirst?: boolean; width?: number; ready?: Locator } = {},
): Promise<void> {
  const width = options.width ?? window.width;
  await page.setViewportSize({ ...window, width });
  if (options.ready) {
    await expect(options.ready).toBeVisible({ timeout: 60_000 });
  }
  const height = options.asSeenFirst
    ? window.height
    : await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({
    width,
    height: Math.min(Math.max(height, window.height), tallest),
  });
  await page.screenshot({
    path: join(__dirname, '..', 'screenshots', `${name}.png`),
    animations: 'disabled',
  });
  await page.setViewportSize(window);
}

/**
 * Pictures of the page as it is in light, in dark, and on a telephone.
 *
 * @param ready - what is seen once the page is whole: another theme begins it anew
 */
export async function pictures(
  page: Page,
  name: string,
  ready?: Locator,
): Promise<void> {
  const whole = async () => {
    if (ready) {
      await expect(ready).toBeVisible({ timeout: 60_000 });
    }
  };
  await whole();
  await screenshot(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await whole();
  await screenshot(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await whole();
  await screenshot(page, `${name}-narrow`, { width: 420, ready });
  if (ready) {
    // The wide window begins it anew, too, but some time later: what is typed meanwhile would be lost.
    await page.reload();
    await whole();
  }
}
