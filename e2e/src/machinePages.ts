import { expect, Page } from '@playwright/test';

/** Opens the catalog's page of a machine, once it has one. */
export async function openEntity(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name });
  await expect(async () => {
    await page.goto('/?filters[kind]=resource&filters[user]=all');
    await page.getByPlaceholder('Search').fill(name);
    await expect(link).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
  await link.click();
}

/** Approves the request that is shown. */
export async function confirmApproval(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Approve' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Approve' })
    .click();
}

/** Approves the request that is shown, and waits until it is done. */
export async function approve(page: Page): Promise<void> {
  await confirmApproval(page);
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
}
