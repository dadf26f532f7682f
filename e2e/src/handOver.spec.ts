import { expect, test } from '@playwright/test';
import { fillForm, openForm, sendOperation, sendRequest } from './requestForm';
import { approve } from './machinePages';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;
let searchUrl = '';
let transferUrl = '';

test('a machine in development is approved by policy at once', async ({
  page,
}) => {
  await signIn(page, 'Jonas Lind');
  await openForm(page);
  await fillForm(page, {
    environment: 'Development',
    name: 'search-e2e-01',
    datacenter: 'Amsterdam',
    network: 'ams1-dev-app',
    owner: 'Search',
    purpose: 'Try the new index',
  });
  await expect(
    page.getByTestId('vm-preview').getByText(/10\.30\.210\.\d+\/24/),
  ).toBeVisible({ timeout: 60_000 });
  await sendRequest(page);
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(
    page.getByText(/policy, which needs no approver here/),
  ).toBeVisible();
  searchUrl = page.url();
  await expect(page.getByText(/It ends on .*: in 9[01] days\./)).toBeVisible();
});

test('its owner extends it, as far as policy lets', async ({ page }) => {
  await signIn(page, 'Jonas Lind');
  await page.goto(searchUrl);
  await page.getByRole('link', { name: 'Extend' }).click();
  const day = page.getByLabel(/^New end date/);
  const preview = page.getByTestId('vm-operation-preview');
  const inDays = (days: number) =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  await day.fill(inDays(400));
  await expect(preview.getByText(/can be extended until .* now/)).toBeVisible({
    timeout: 60_000,
  });
  await pictures(page, '60-extend-refused', preview);
  await day.fill(inDays(120));
  const moves = preview.getByText(/^End: .* to .*Europe\/Berlin/);
  await expect(moves).toBeVisible({ timeout: 60_000 });
  await pictures(page, '61-extend-form', moves);
  await sendOperation(
    page,
    'Extend search-e2e-01',
    'The index is not there yet',
  );
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
  await pictures(page, '62-extended', page.getByText(/^End: /).first());
  await page.goto(searchUrl);
  await expect(
    page.getByText(/It ends on .*: in 1(19|20) days\./),
  ).toBeVisible();
});

test('a resize that Atlantis never began is cancelled, and the machine stays as it was', async ({
  page,
  request,
}) => {
  await signIn(page, 'Jonas Lind');
  await page.goto(searchUrl);
  await page.getByRole('link', { name: 'Resize' }).click();
  await page.getByRole('button', { name: /^Medium/ }).click();
  await expect(
    page.getByTestId('vm-operation-preview').getByText('CPUs: 2 to 4.'),
  ).toBeVisible({ timeout: 60_000 });
  await request.post(faults, {
    data: { peer: 'atlantis', kind: 'killed-before-clone', times: 1 },
  });
  await sendOperation(page, 'Resize search-e2e-01', 'The index has grown');
  const cancel = page.getByRole('button', { name: 'Cancel request' });
  await expect(page.locator('[data-waits-for="person"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Roll back' })).toHaveCount(0);
  await pictures(page, '66-resize-held', cancel);
  await cancel.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Cancel request' })
    .click();
  await expect(page.locator('[data-state="cancelled"]')).toBeVisible({
    timeout: 60_000,
  });
  await pictures(
    page,
    '67-resize-cancelled',
    page.locator('[data-state="cancelled"]'),
  );

  await page.goto(searchUrl);
  await expect(page.getByText(/^2 CPUs, 4 GiB memory/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Resize' })).toBeVisible();
});

test('its owner asks to transfer it to another team', async ({ page }) => {
  await signIn(page, 'Jonas Lind');
  await page.goto(searchUrl);
  await page.getByRole('link', { name: 'Transfer' }).click();
  await page.getByLabel(/^New owner/).fill('Paym');
  await page.getByRole('option', { name: 'Payments' }).click();
  const preview = page.getByTestId('vm-operation-preview');
  const accepts = preview.getByText(/Somebody of Payments has to accept/);
  await expect(accepts).toBeVisible({ timeout: 60_000 });
  await pictures(page, '63-transfer-form', accepts);
  await sendOperation(
    page,
    'Transfer search-e2e-01',
    'The index moves to the shop',
  );
  transferUrl = page.url();
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
});

test('somebody of that team finds it, and accepts', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests?mine=decide');
  await page.getByText('search-e2e-01', { exact: true }).click();
  await expect(page).toHaveURL(transferUrl);
  const whatHappens = page.getByText('Owner: Search to Payments.');
  await pictures(page, '64-transfer-to-accept', whatHappens);
  await approve(page);
  await pictures(page, '65-transferred', whatHappens);

  await page.goto(searchUrl);
  await expect(page.getByRole('link', { name: 'Resize' })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('link', { name: 'Upgrade' }).click();
  await expect(page.getByText(/There is nothing to upgrade\./)).toBeVisible({
    timeout: 60_000,
  });
  await screenshot(page, '68-nothing-to-upgrade');
});
