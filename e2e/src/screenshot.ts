import { join } from 'node:path';
import { Page } from '@playwright/test';

/** Keeps a picture of the page for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(__dirname, '..', 'screenshots', `${name}.png`),
    fullPage: true,
    animations: 'disabled',
  });
}
