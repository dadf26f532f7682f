import { expect, test } from '@playwright/test';
import { choose, fillForm, next, openForm } from './requestForm';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;

test('a name that is malformed or taken is said so while it is typed', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await choose(page, /^Environment/, /^Production/);

  await page.getByLabel(/^Name/).fill('Web_01');
  await expect(page.getByRole('alert')).toContainText(/small letters/i);

  await page.getByLabel(/^Name/).fill('payments-api-p17');
  await expect(page.getByRole('alert')).toContainText(/payments-api-p17/);
  await screenshot(page, '10-name-taken');
});

test('a private key is recognised, and not kept', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto(
    `/create/templates/default/rhel9-vm?formData=${encodeURIComponent(
      JSON.stringify({
        environment: 'development',
        name: 'key-e2e-01',
        size: 'small',
        place: { source: 'lab', datacenter: 'fra1' },
        network: 'fra1-dev-app',
        template: 'rhel9-2026.11',
      }),
    )}`,
  );
  await expect(page.getByLabel(/^Name/)).toHaveValue('key-e2e-01', {
    timeout: 60_000,
  });
  await expect(page.getByRole('radio', { name: /^Small/ })).toBeChecked();
  await next(page);
  await expect(page.getByLabel(/^Network/)).toHaveText('fra1-dev-app');
  await expect(page.getByLabel(/^Template/)).toHaveText(/^rhel9-2026\.11/);
  await next(page);
  await page
    .getByLabel(/^SSH public keys/)
    .fill('-----BEGIN OPENSSH PRIVATE KEY-----');
  await expect(page.getByText(/private/i)).toBeVisible();
  expect(page.url()).not.toContain('PRIVATE');
});

test('a reload keeps what was typed', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await choose(page, /^Environment/, /^Development/);
  await page.getByLabel(/^Name/).fill('kept-e2e-01');
  await expect(page).toHaveURL(/kept-e2e-01/);

  await page.reload();

  await expect(page.getByLabel(/^Name/)).toHaveValue('kept-e2e-01', {
    timeout: 60_000,
  });
  await expect(page.getByText('Development', { exact: true })).toBeVisible();
});

test('a plan that fails shows the words of Terraform, and gives everything back', async ({
  page,
  request,
}) => {
  await request.post(faults, {
    data: { peer: 'atlantis', kind: 'plan-fails', times: 1 },
  });
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, {
    environment: 'Development',
    name: 'fails-e2e-01',
    datacenter: 'Frankfurt',
    network: 'fra1-dev-app',
    owner: 'Payments',
    purpose: 'To see it fail',
  });
  await next(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });

  await expect(page.locator('[data-state="failed"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByText('Why it ended')).toBeVisible();
  await expect(page.getByText(/Error:/).first()).toBeVisible();
  await expect(
    page.getByText('Pull request closed, branch deleted'),
  ).toBeVisible();
  await screenshot(page, '11-plan-failed');
});

test('what NetBox refuses is said while the form is filled', async ({
  page,
  request,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await request.post(faults, {
    data: { peer: 'netbox', kind: 'token-refused' },
  });
  try {
    await choose(page, /^Environment/, /^Development/);
    await page.getByLabel(/^Name/).fill('token-e2e-01');
    await expect(
      page.getByText(/could not be checked: NetBox refused .* 403/),
    ).toBeVisible();
    await screenshot(page, '13-netbox-refuses');
  } finally {
    await request.delete(faults);
  }
});

test('an apply that breaks half-way waits for a person, who rolls it back', async ({
  page,
  request,
}) => {
  await request.post(faults, {
    data: { peer: 'atlantis', kind: 'apply-fails-half-way', times: 1 },
  });
  await signIn(page, 'Jonas Lind');
  await openForm(page);
  await fillForm(page, {
    environment: 'Development',
    name: 'broken-e2e-01',
    datacenter: 'Amsterdam',
    network: 'ams1-dev-app',
    owner: 'Search',
    purpose: 'To see it break',
  });
  await next(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });
  await expect(page.getByText('It waits for a person')).toBeVisible({
    timeout: 90_000,
  });
  await screenshot(page, '14-apply-broke');

  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Not wanted any more');
  await dialog.getByRole('button', { name: 'Roll back' }).click();

  await expect(page.locator('[data-state="rolled-back"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByText('Address given back')).toBeVisible();
  await screenshot(page, '15-rolled-back');
  await page.goto('/vm-inventory?search=broken-e2e-01');
  await expect(page.getByText(/No machine/)).toBeVisible();
});

test('while vCenter is down, the last known is shown with its age', async ({
  page,
  request,
}) => {
  await signIn(page, 'Marta Silva');
  await request.post(faults, { data: { peer: 'vcenter', kind: 'down' } });
  try {
    await expect(async () => {
      await page.goto('/vm-inventory');
      await expect(
        page.getByText(/does not answer; this was known/),
      ).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    await expect(page.getByRole('row')).not.toHaveCount(0);
    await screenshot(page, '12-vcenter-down');
  } finally {
    await request.delete(faults);
  }
});
