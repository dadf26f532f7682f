import { expect, test } from '@playwright/test';
import {
  choose,
  fillForm,
  fillMachine,
  fillPlace,
  next,
  openForm,
  publicKey,
  sendRequest,
} from './requestForm';
import { confirmApproval } from './machinePages';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

let url = '';

test('a developer whom policy does not let is not asked for whom it is', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(
    page,
    {
      environment: 'Production',
      name: 'pay-later-00',
      datacenter: 'Frankfurt',
      network: 'fra1-prod-app',
      owner: 'Payments',
      purpose: 'Try it',
    },
    {
      beforePreview: async () => {
        await expect(page.getByLabel(/^Start/)).toBeVisible();
        await expect(page.getByLabel(/^On behalf of/)).toHaveCount(0);
      },
    },
  );
});

test('somebody of the platform team requests a machine for another, to be applied later', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await openForm(page);
  await fillMachine(page, { environment: 'Production', name: 'pay-later-01' });
  await fillPlace(page, {
    datacenter: 'Frankfurt',
    network: 'fra1-prod-app',
  });
  await next(page);

  await page.getByLabel(/^On behalf of/).fill('Anna');
  await page.getByRole('option', { name: /Anna Weber/ }).click();
  await choose(page, /^Owner/, 'Payments');
  await page.getByLabel(/^SSH public keys/).fill(publicKey);
  await expect(page.getByText('Can sign in:')).toBeVisible();
  await page.getByLabel(/^Purpose/).fill('Anna asked at the desk');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  await page.getByLabel(/^Start/).fill(`${tomorrow.slice(0, 10)}T08:00`);
  await expect(page.getByText('In the time of Europe/Berlin')).toBeVisible();
  await screenshot(page, '70-on-behalf-form');
  await next(page);
  await sendRequest(page);
  url = page.url();
  await expect(page.locator('[data-state="planned"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByText(/on behalf of/)).toBeVisible();
  await screenshot(page, '71-on-behalf-requested');
});

test('an approver approves, and it waits for its start', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  await page.goto(url);
  await confirmApproval(page);
  await expect(
    page.getByRole('status').getByText(/It is applied on .* at 08:00/),
  ).toBeVisible({ timeout: 60_000 });
  await screenshot(page, '72-waits-for-its-start');
});

test('whom it is for finds it, and has it applied now', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests?mine=for-me');
  const row = page.getByRole('row', { name: /pay-later-01/ });
  await expect(row).toContainText('Approved, not yet applied');
  await expect(row).toContainText('for Anna Weber');
  await screenshot(page, '73-made-for-me');
  await page.goto(url);
  await page.getByRole('button', { name: 'Apply now' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Apply now' }).click();
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
  await screenshot(page, '74-applied-now');
});
