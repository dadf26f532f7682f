import { expect, Page } from '@playwright/test';

/** Becomes one of the lab's people. */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: new RegExp(name) }).click();
  await expect(page.getByRole('link', { name: 'VM requests' })).toBeVisible({
    timeout: 60_000,
  });
}
