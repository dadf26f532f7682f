import { expect, Page, test } from '@playwright/test';
import { chooseRow } from './machinePages';
import { choose } from './requestForm';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

let batchUrl = '';
let adoptions = 0;

/** Has the list show only machines of a part of a name. */
async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search machines' }).fill(words);
  await expect(page).toHaveURL(/search=/);
}

test('a developer adopts machines from a filtered list', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests');
  await page.getByRole('link', { name: 'Adopt machines' }).click();
  await search(page, 'search-');
  const rows = page.getByRole('row', { name: /search-/ });
  await expect(rows.first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Choose all that match' }).click();
  await expect(
    page.getByRole('button', { name: /^Adopt [2-9]\d* machines$/ }),
  ).toBeEnabled();
  await pictures(page, '80-adopt-list', rows.first());

  // The pictures have begun the page anew.
  await page.getByRole('button', { name: 'Choose all that match' }).click();
  await page.getByRole('button', { name: /^Adopt \d+ machines$/ }).click();
  await choose(page, /^Environment/, /^Development/);
  await choose(page, /^Blueprint/, /^RHEL 9/);
  await choose(page, /^Owner/, 'Payments');
  await expect(
    page.getByText(/of \d+ can be adopted\. The others are left out\./),
  ).toBeVisible({ timeout: 100_000 });
  await expect(page.getByText('Left out').first()).toBeVisible();
  await expect(page.getByText('Can be adopted').first()).toBeVisible();
  await page.getByLabel(/^Reason/).fill('They were ours all along');
  await screenshot(page, '81-adopt-several-form');
  const send = page.getByRole('button', { name: /^Request \d+ adoptions$/ });
  adoptions = Number(/\d+/.exec((await send.textContent()) ?? '')?.[0]);
  await send.click();
  await page.waitForURL(/\/vm-requests\/batches\/[^/]+$/, { timeout: 60_000 });
  batchUrl = page.url();
});

test('somebody of the platform team approves all of them at once', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.goto(batchUrl);
  await expect(page.locator('[data-state="planned"]')).toHaveCount(adoptions, {
    timeout: 110_000,
  });
  const all = `Approve ${adoptions}`;
  await screenshot(page, '82-adoptions-to-approve');
  await page.getByRole('button', { name: all }).click();
  await page.getByRole('dialog').getByRole('button', { name: all }).click();
  await expect(page.locator('[data-state="ended"]')).toBeVisible({
    timeout: 110_000,
  });
  await screenshot(page, '83-adopted-several');
});

test('machines say their versions, and one on the newest is left out of an upgrade', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests/machines?environment=development');
  const row = page.getByRole('row', { name: /search-/ }).first();
  await expect(row).toBeVisible({ timeout: 60_000 });
  await expect(row.getByText(/^module .*, provider /)).toBeVisible();
  await pictures(page, '84-machines', row);
  // Its box is drawn over the input, which a pointer therefore never meets.
  await chooseRow(row);
  await page.getByRole('button', { name: 'Upgrade 1 machine' }).click();
  await expect(page.getByText('0 of 1 can be upgraded.')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText(/There is nothing to upgrade/)).toBeVisible();
  await screenshot(page, '85-upgrade-left-out');

  await page.goto('/vm-requests/machines?outdated=true');
  await expect(page.getByText('No machine matches these filters.')).toBeVisible(
    { timeout: 60_000 },
  );
});
