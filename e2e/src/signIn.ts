import { Browser, expect, Page } from '@playwright/test';

/** Opens a page of one's own for one of the lab's people. */
export async function signIn(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await expect(page.getByRole('link', { name: 'VM requests' })).toBeVisible({
    timeout: 60_000,
  });
  return page;
}
