import { expect, test } from '@playwright/test';
import { fillForm, openForm, toReview } from './requestForm';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

let batchUrl = '';

test('a developer asks for three machines with numbered names', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(
    page,
    {
      environment: 'Production',
      name: 'cart',
      datacenter: 'Frankfurt',
      network: 'fra1-prod-app',
      owner: 'Payments',
      purpose: 'Cart of the web shop',
    },
    {
      several: {
        count: 3,
        pattern: '{env}-{app}-{seq:03}',
        names: 'prod-cart-001, prod-cart-002, prod-cart-003',
      },
    },
  );
  await toReview(page);
  await expect(
    page.getByText('prod-cart-001, prod-cart-002, prod-cart-003'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Request' }).click();

  await page.waitForURL(/\/vm-requests\/batches\/[^/]+$/, { timeout: 60_000 });
  batchUrl = page.url();
  await expect(
    page.getByRole('heading', {
      name: 'Create 3: prod-cart-001 to prod-cart-003',
    }),
  ).toBeVisible();
  await expect(page.locator('[data-state="planned"]')).toHaveCount(3, {
    timeout: 90_000,
  });
  await expect(page.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  await screenshot(page, '40-batch-planned');
});

test('an approver is told once, and approves all of it', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  await page.goto('/notifications');
  await expect(page.getByText('3 requests wait for approval')).toHaveCount(1);

  await page.goto(batchUrl);
  await expect(
    page.getByText('6 to add, 0 to change, 0 to destroy'),
  ).toBeVisible();
  await screenshot(page, '41-batch-to-approve');
  await page.getByRole('button', { name: 'Approve 3' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Go ahead');
  await dialog.getByRole('button', { name: 'Approve 3' }).click();
  await expect(page.locator('[data-state="done"]')).toHaveCount(3, {
    timeout: 100_000,
  });
  await expect(page.locator('[data-state="ended"]')).toBeVisible();
  await pictures(page, '42-batch-done', page.locator('[data-state="ended"]'));

  await page.getByRole('link', { name: 'prod-cart-002' }).click();
  await expect(
    page.getByRole('link', { name: 'Number 2 of a batch' }),
  ).toBeVisible();
  await expect(page.getByText('(merged)')).toBeVisible();
});

test('what is wrong with a pattern is said while it is typed', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await page.getByLabel(/^How many/).fill('4');
  await page.getByLabel(/^Names/).fill('{env}-{app}');
  await expect(page.getByText(/A pattern has one number/)).toBeVisible();
  await screenshot(page, '43-batch-pattern');
});
