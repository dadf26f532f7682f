import { expect, test } from '@playwright/test';
import { choose, fillForm, next, openForm } from './requestForm';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;

test('a name that is malformed or taken is said so while it is typed', async ({
  browser,
}) => {
  const page = await signIn(browser, 'Anna Weber');
  await openForm(page);
  await choose(page, /^Environment/, /^Production/);

  await page.getByLabel(/^Name/).fill('Web_01');
  await expect(page.getByRole('alert')).toContainText(/small letters/i);

  await page.getByLabel(/^Name/).fill('payments-api-p17');
  await expect(page.getByRole('alert')).toContainText(/payments-api-p17/);
  await screenshot(page, '10-name-taken');
});

test('a private key is recognised, and not kept', async ({ browser }) => {
  const page = await signIn(browser, 'Anna Weber');
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
  await next(page);
  await expect(page.getByLabel(/^Network/)).toBeVisible();
  await next(page);
  await page
    .getByLabel(/^SSH public keys/)
    .fill('-----BEGIN OPENSSH PRIVATE KEY-----');
  await expect(page.getByText(/private/i)).toBeVisible();
  expect(page.url()).not.toContain('PRIVATE');
});

test('a reload keeps what was typed', async ({ browser }) => {
  const page = await signIn(browser, 'Anna Weber');
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
  browser,
  request,
}) => {
  await request.post(faults, {
    data: { peer: 'atlantis', kind: 'plan-fails', times: 1 },
  });
  const page = await signIn(browser, 'Anna Weber');
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

test('while vCenter is down, the last known is shown with its age', async ({
  browser,
  request,
}) => {
  const page = await signIn(browser, 'Marta Silva');
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
