import { expect, test } from '@playwright/test';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

test('history and forecast of a datastore are a link away', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.getByRole('link', { name: 'Capacity' }).click();
  // The first day is remembered shortly after the backend has started.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/^Full around/).first()).toBeVisible({
      timeout: 10_000,
    });
  }).toPass({ timeout: 90_000 });
  await expect(
    page.getByText(
      /^The forecasts are also based on imported history.*made up/,
    ),
  ).toBeVisible();
  await screenshot(page, '22-capacity-forecast');

  await page
    .getByRole('list')
    .getByRole('link')
    .filter({ hasText: 'ds' })
    .first()
    .click();

  await expect(page).toHaveURL(/place=datastore/);
  const storage = page.getByRole('region', { name: 'Storage' });
  await expect(
    storage.getByRole('img', { name: /^Storage: from .* used or reserved/ }),
  ).toBeVisible();
  await expect(storage.getByText(/^Full around/)).toBeVisible();
  await expect(storage.getByText(/made up, so that the lab/)).toBeVisible();
  await expect(storage.locator('svg .recharts-area').first()).toBeVisible();
  await screenshot(page, '23-capacity-history');
  await page.getByRole('radio', { name: '365 days' }).click();
  await expect(page).toHaveURL(/range=365/);
});
