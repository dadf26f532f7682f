import { expect, Locator, Page } from '@playwright/test';

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

/**
 * Chooses a row of a table. A key would not do: a table that is focused from outside gives the focus to
 * its first row.
 */
export async function chooseRow(row: Locator): Promise<void> {
  const box = row.getByRole('checkbox');
  // It is drawn over the input, which a pointer therefore never meets.
  await box.dispatchEvent('click');
  await expect(box).toBeChecked();
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
