import { expect, test } from '@playwright/test';
import { choose, fillForm, next, openForm, sendRequest } from './requestForm';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;

test('a name that is malformed or taken is said so while it is typed', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await choose(page, /^Environment/, /^Production/);

  await page.getByLabel(/^Name/).fill('Web_01');
  await expect(page.getByRole('alert')).toContainText(/lowercase letters/i);

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
  await sendRequest(page);

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
      page.getByText(
        /Could not check whether it is free: NetBox refused .* 403/,
      ),
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
  await sendRequest(page);
  const badge = page.locator('[data-waits-for="person"]');
  await expect(badge).toHaveText('Waits for a person', { timeout: 90_000 });
  await expect(page.getByText('Applying', { exact: true })).toHaveCount(0);
  const brokenUrl = page.url();
  await page.goto('/vm-requests?state=attention');
  await expect(page.getByRole('row', { name: /broken-e2e-01/ })).toContainText(
    'Waits for a person',
  );
  await page.goto(brokenUrl);
  await expect(page.getByText(/so a retry would be refused/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await pictures(page, '14-apply-broke', badge);

  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Not wanted any more');
  await dialog.getByRole('button', { name: 'Roll back' }).click();

  await expect(page.locator('[data-state="rolled-back"]')).toHaveText(
    'Rolled back',
    { timeout: 90_000 },
  );
  await expect(page.getByText('Address given back')).toBeVisible();
  await screenshot(page, '15-rolled-back');
  await page.goto('/vm-inventory?search=broken-e2e-01');
  await expect(page.getByText(/No machine/)).toBeVisible();
});

test('a request that NetBox keeps from ending says so, and its cause to the platform team only', async ({
  browser,
  page,
  request,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, {
    environment: 'Production',
    name: 'stalls-e2e-01',
    datacenter: 'Frankfurt',
    network: 'fra1-prod-app',
    owner: 'Payments',
    purpose: 'To see it wait',
  });
  await sendRequest(page);
  const url = page.url();
  await expect(page.locator('[data-waits-for="approval"]')).toBeVisible({
    timeout: 60_000,
  });

  await request.post(faults, { data: { peer: 'netbox', kind: 'down' } });
  try {
    await page.getByRole('button', { name: 'Cancel request' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Cancel request' })
      .click();
    await expect(page.locator('[data-waits-for="netbox"]')).toHaveText(
      'Waits for NetBox',
      { timeout: 60_000 },
    );
    await expect(
      page.getByText(/NetBox does not answer as it should/).first(),
    ).toBeVisible();
    await expect(page.getByText(/The cause, in its own words/)).toHaveCount(0);
    await pictures(
      page,
      '16-waits-for-netbox',
      page.locator('[data-waits-for="netbox"]'),
    );
    await page.goto('/vm-requests?state=attention');
    await expect(
      page.getByRole('radio', { name: /^Needs attention \([1-9]/ }),
    ).toBeChecked();
    await expect(
      page.getByRole('row', { name: /stalls-e2e-01/ }),
    ).toContainText('Waits for NetBox');
    await pictures(
      page,
      '17-needs-attention',
      page.getByRole('row', { name: /stalls-e2e-01/ }),
    );

    const martas = await browser.newPage();
    await signIn(martas, 'Marta Silva');
    await martas.goto(url);
    await expect(martas.getByText(/The cause, in its own words/)).toBeVisible();
    await screenshot(martas, '18-cause');
    await martas.close();
  } finally {
    await request.delete(faults);
  }
  await page.goto(url);
  await expect(page.locator('[data-state="cancelled"]')).toBeVisible({
    timeout: 120_000,
  });
});

test('what an approver typed stays while somebody else decides', async ({
  browser,
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, {
    environment: 'Production',
    name: 'contest-e2e-01',
    datacenter: 'Frankfurt',
    network: 'fra1-prod-app',
    owner: 'Payments',
    purpose: 'To see it contested',
  });
  await sendRequest(page);
  await expect(page.locator('[data-waits-for="approval"]')).toBeVisible({
    timeout: 60_000,
  });
  const url = page.url();

  const priyas = await browser.newPage();
  await signIn(priyas, 'Priya Nair');
  await priyas.goto(url);
  await priyas.getByRole('button', { name: 'Reject' }).click();
  const dialog = priyas.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('There are three of these already');

  const martas = await browser.newPage();
  await signIn(martas, 'Marta Silva');
  await martas.goto(url);
  await martas.getByRole('button', { name: 'Reject' }).click();
  const martasDialog = martas.getByRole('dialog');
  await martasDialog.getByLabel(/Reason/).fill('Not needed');
  await martasDialog.getByRole('button', { name: 'Reject' }).click();
  await expect(martas.locator('[data-state="rejected"]')).toBeVisible({
    timeout: 60_000,
  });
  await martas.close();

  await expect(
    dialog.getByText('The request has changed meanwhile'),
  ).toBeVisible();
  await expect(dialog.getByLabel(/Reason/)).toHaveValue(
    'There are three of these already',
  );
  await expect(dialog.getByRole('button', { name: 'Reject' })).toBeDisabled();
});

test('an address that leads nowhere says so', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests/01JD/nowhere');
  await expect(
    page.getByText('There is no page at this address'),
  ).toBeVisible();
  await expect(page).toHaveTitle(/Page not found \| /);
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
        page.getByText(/does not answer\. You see its state from/),
      ).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 90_000 });
    // The first is that of the headings.
    await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
    await screenshot(page, '12-vcenter-down');
  } finally {
    await request.delete(faults);
  }
});
