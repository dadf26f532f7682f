import { expect, Page } from '@playwright/test';

/** Becomes one of the lab's people, once the catalog has them: a Backstage that has just started has not. */
export async function signIn(page: Page, name: string): Promise<void> {
  const person = page.getByRole('button', { name: new RegExp(name) });
  const home = page.getByRole('link', { name: 'VM requests' });
  await expect(async () => {
    await page.goto('/');
    await expect(person.or(home).first()).toBeVisible({ timeout: 60_000 });
    if (await person.isVisible()) {
      await person.click();
    }
    await expect(home).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 90_000 });
}
