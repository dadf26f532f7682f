import { expect, Page, test } from '@playwright/test';
import {
  RequestValues,
  choose,
  fillForm,
  fillMachine,
  next,
  openForm,
  publicKey,
} from './requestForm';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;
const tokenRefused = { data: { peer: 'netbox', kind: 'token-refused' } };

const values: RequestValues = {
  environment: 'Development',
  name: 'form-e2e-01',
  datacenter: 'Frankfurt',
  network: 'fra1-dev-app',
  owner: 'Payments',
  purpose: 'To see the form',
};

/** The names and values of the review. */
async function review(page: Page): Promise<[string, string][]> {
  // Not the grid that the count of unread notifications is in.
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows).not.toHaveCount(0);
  return Promise.all(
    (await rows.all()).map(async (row): Promise<[string, string]> => {
      const [name, value] = await row.getByRole('cell').allInnerTexts();
      return [name, value];
    }),
  );
}

test.afterEach(async ({ request }) => {
  await request.delete(faults);
});

test('Create offers the machine, and not what Backlot starts by itself', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/create');
  await expect(page.getByText('RHEL9 VM', { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText('Apply an approved request')).toHaveCount(0);
});

test('"Request a machine" leads to the blueprints, and each to its form, which begins in its first field', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto('/vm-requests');
  await page.getByRole('link', { name: 'Request a machine' }).click();

  for (const title of ['RHEL9 VM', 'Ubuntu VM', 'Windows VM']) {
    await expect(page.getByText(title, { exact: true })).toBeVisible({
      timeout: 60_000,
    });
  }
  await expect(page.getByText('Decommission a VM')).toHaveCount(0);
  await screenshot(page, '29-blueprints');
  await page
    .locator('.MuiCard-root', { hasText: 'RHEL9 VM' })
    .getByTestId('template-card-actions--create')
    .click();
  await expect(page.getByLabel(/^Name/)).toBeFocused({ timeout: 60_000 });
  await pictures(page, '30-form');
});

test("the owner is one of one's own groups, or oneself, by title", async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  const { owner, purpose } = values;
  await page.goto(
    `/create/templates/default/rhel9-vm?formData=${encodeURIComponent(
      JSON.stringify({
        environment: 'development',
        name: values.name,
        size: 'small',
        place: { source: 'lab', datacenter: 'fra1' },
        network: values.network,
        template: 'rhel9-2026.11',
        sshPublicKeys: [publicKey],
        purpose,
      }),
    )}`,
  );
  await expect(page.getByText(/is free\./)).toBeVisible({ timeout: 60_000 });
  await next(page);
  await expect(page.getByLabel(/^Datacenter/)).toBeFocused();
  await expect(page.getByLabel(/^Template/)).toHaveText(/^rhel9-2026\.11/);
  await next(page);

  await page.getByLabel(/^Owner/).click();
  await expect(page.getByRole('option')).toHaveText([
    owner,
    'Anna Weber (you)',
  ]);
  await page.keyboard.press('Escape');
  await screenshot(page, '31-access');
});

test('each error of a custom size is said once, and gone once it is mended', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await choose(page, /^Environment/, /^Development/);
  await page.getByLabel(/^Name/).fill(values.name);
  await page.getByRole('radio', { name: /^Custom/ }).check();
  await page.getByLabel('CPUs', { exact: true }).fill('99');
  await page.getByLabel('Memory', { exact: true }).fill('0');
  await expect(page.getByText(/is free\./)).toBeVisible();

  await next(page);

  await expect(page.getByText('CPUs: 99 is over the limit of 16.')).toHaveCount(
    1,
  );
  await expect(page.getByText('Memory: at least 1 GiB.')).toHaveCount(1);
  await screenshot(page, '32-custom-size');

  await page.getByLabel('CPUs', { exact: true }).fill('4');
  await page.getByLabel('Memory', { exact: true }).fill('8');
  await expect(page.getByText(/over the limit|at least 1/)).toHaveCount(0);
  await next(page);
  await expect(page.getByLabel(/^Datacenter/)).toBeVisible();
});

test('a private key is refused in every field, and is nowhere in what the browser sends or keeps', async ({
  page,
}) => {
  const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ';
  const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`;
  const sent: string[] = [];
  page.on('request', request => {
    sent.push(decodeURIComponent(request.url()), request.postData() ?? '');
  });
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => {
      sent.push(String(payload));
    }),
  );
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillMachine(page, { environment: 'Development', name: 'key-e2e-02' });
  await choose(page, /^Datacenter/, /^Frankfurt/);
  await choose(page, /^Template/, /^rhel9-2026\.11/);
  await next(page);

  await page.getByLabel(/^SSH public keys/).fill(key);
  await expect(page.getByRole('alert')).toContainText('This is a private key');
  await expect(page.getByLabel(/^SSH public keys/)).toHaveValue('');
  await page.getByLabel(/^SSH public keys/).fill(publicKey);
  await choose(page, /^Owner/, 'Payments');
  await page.getByLabel(/^Purpose/).fill(`The shop\n${key}`);
  await expect(page).toHaveURL(/ssh-ed25519/);
  await next(page);
  await expect(
    page.getByText(/must not hold a private key/).first(),
  ).toBeVisible();
  await screenshot(page, '33-private-key');

  const kept = await page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      decodeURIComponent(window.location.href),
      window.history.state,
    ]),
  );
  expect(sent.length).toBeGreaterThan(10);
  expect(
    [...sent, kept].filter(text => /PRIVATE KEY|b3BlbnNzaC1/.test(text)),
  ).toEqual([]);

  await page.getByLabel(/^Purpose/).fill('The shop');
  await next(page);
  await expect(page.getByTestId('vm-preview')).toBeVisible({ timeout: 60_000 });
});

test.describe('in dark', () => {
  test.use({ colorScheme: 'dark' });

  test('a preview that is refused cannot be requested; the review of another is in words', async ({
    page,
    request,
  }) => {
    await signIn(page, 'Anna Weber');
    await openForm(page);
    await fillForm(page, values, {
      beforePreview: () => request.post(faults, tokenRefused),
    });

    const alert = page.getByRole('alert');
    await expect(alert).toContainText('This request cannot be made as it is', {
      timeout: 60_000,
    });
    await expect(alert).not.toContainText('..');
    await next(page);
    await expect(page.getByText(/must show no problem/)).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Request' })).toHaveCount(0);
    await screenshot(page, '34-preview-refused-dark');

    await request.delete(faults);
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(
      page.getByTestId('vm-preview').getByText(/10\.20\.210\.\d+\/24/),
    ).toBeVisible({ timeout: 60_000 });
    await next(page);

    await expect(page.getByRole('button', { name: 'Request' })).toBeVisible();
    expect(await review(page)).toEqual([
      ['Name', values.name],
      ['Blueprint', 'RHEL 9'],
      ['Environment', 'Development'],
      ['Stack', 'Platform'],
      ['Size', "Small – 2 CPUs, 4 GiB memory, the template's disk"],
      ['Datacenter', 'Frankfurt'],
      ['Cluster', 'The one with the most room'],
      ['Network', values.network],
      ['Template', 'rhel9-2026.11'],
      ['SSH public keys', 'ssh-ed25519 anna@laptop'],
      ['Owner', 'Payments'],
      ['Purpose', values.purpose],
    ]);
    await screenshot(page, '35-review-dark');
    await screenshot(page, '35-review-narrow', { width: 420 });
  });
});

test('a task that fails before there is a request leads to why, and back into the form with all values', async ({
  page,
  request,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, values);
  await expect(
    page.getByTestId('vm-preview').getByText(/10\.20\.210\.\d+\/24/),
  ).toBeVisible({ timeout: 60_000 });
  await screenshot(page, '34-preview');
  await next(page);
  await screenshot(page, '35-review');
  await request.post(faults, tokenRefused);
  await page.getByRole('button', { name: 'Request' }).click();

  await page.waitForURL(/\/vm-requests\/tasks\/[^/]+$/, { timeout: 60_000 });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Nothing was requested');
  await expect(alert).toContainText('NetBox refused');
  await expect(page.locator('body')).not.toContainText(
    /\n\s+at |caused by|\w+Error\b|\.\./,
  );
  await pictures(page, '36-failed-task');
  await request.delete(faults);

  await page.getByRole('link', { name: 'Change and try again' }).click();
  await expect(page.getByLabel(/^Name/)).toHaveValue(values.name, {
    timeout: 60_000,
  });
  await page.getByLabel(/^Name/).fill('form-e2e-02');
  await expect(page.getByText(/form-e2e-02\S* is free\./)).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Small/ })).toBeChecked();
  await next(page);
  await expect(page.getByLabel(/^Datacenter/)).toHaveText('Frankfurt');
  await expect(page.getByLabel(/^Network/)).toHaveText(values.network);
  await expect(page.getByLabel(/^Template/)).toHaveText(/^rhel9-2026\.11/);
  await next(page);
  await expect(page.getByLabel(/^SSH public keys/)).toHaveValue(publicKey);
  await expect(page.getByLabel(/^Owner/)).toHaveText(values.owner);
  await expect(page.getByLabel(/^Purpose/)).toHaveValue(values.purpose);
  await next(page);
  await expect(
    page.getByTestId('vm-preview').getByText(/10\.20\.210\.\d+\/24/),
  ).toBeVisible({ timeout: 60_000 });
  await next(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
});
