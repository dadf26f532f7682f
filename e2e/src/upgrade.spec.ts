import { appendFile } from 'node:fs/promises';
import { expect, Page, test } from '@playwright/test';
import { fillForm, openForm, sendRequest } from './requestForm';
import { approve, chooseRow } from './machinePages';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial', timeout: 240_000 });

const name = 'shop-upgrade-01';
const oldVersions = 'module rhel9-vm-v1.0.0, provider 1.26.0';
const newVersions = 'module rhel9-vm-v1.0.0, provider 2.16.1';
let upgradeUrl = '';

/** What an admin writes for new machines; Backstage's backend starts anew with it. */
const newerConfig = `
vmRequests:
  provider:
    version: 2.16.1
`;

/** Has the list show only machines that an upgrade would change. */
async function showOld(page: Page): Promise<void> {
  const only = page.getByRole('switch', {
    name: 'On an old module or provider',
  });
  // It is drawn over the input, which a pointer therefore never meets.
  await only.press('Space');
  await expect(page).toHaveURL(/outdated=true/);
}

test('a machine is made with the versions that configuration names', async ({
  browser,
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, {
    environment: 'Production',
    name,
    datacenter: 'Frankfurt',
    network: 'fra1-prod-app',
    owner: 'Payments',
    purpose: 'Web shop',
  });
  await sendRequest(page);
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 60_000,
  });
  const priyas = await browser.newPage();
  await signIn(priyas, 'Priya Nair');
  await priyas.goto(page.url());
  await approve(priyas);
  await priyas.close();
});

test('once configuration names newer ones, its owner finds it and asks for its upgrade', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await appendFile(process.env.BACKLOT_CONFIG!, newerConfig);
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(async () => {
    await page.goto('/vm-requests/machines?environment=production');
    await expect(row.getByText(`new machines: ${newVersions}`)).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 120_000 });
  await expect(row.getByText(oldVersions, { exact: true })).toBeVisible();
  await showOld(page);
  await expect(row).toBeVisible();
  await pictures(page, '86-old-machines', row);
  await chooseRow(row);
  await page.getByRole('button', { name: 'Upgrade 1 machine' }).click();
  await expect(page.getByText('1 of 1 can be upgraded.')).toBeVisible({
    timeout: 60_000,
  });
  for (const words of [
    /Provider vmware\/vsphere: 1\.26\.0 to 2\.16\.1\./,
    /^The machine may be restarted/,
  ]) {
    await expect(page.getByText(words)).toBeVisible();
  }
  await page.getByLabel(/^Reason/).fill('A mended provider');
  await screenshot(page, '87-upgrade-form');
  await page.getByRole('button', { name: /^Request 1 upgrade/ }).click();
  await page.waitForURL(/\/vm-requests\/batches\/[^/]+$/, { timeout: 60_000 });
  await page.getByRole('link', { name, exact: true }).click();
  await expect(
    page.getByRole('heading', { name: `Upgrade ${name}` }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  upgradeUrl = page.url();
});

test('an approver sees the plan and approves, and the machine is on the new versions', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.goto(upgradeUrl);
  const does = page
    .getByText(/Provider vmware\/vsphere: 1\.26\.0 to 2\.16\.1\./)
    .first();
  await pictures(page, '88-upgrade-to-approve', does);
  await expect(
    page.getByText('0 to add, 0 to change, 0 to destroy', { exact: true }),
  ).toBeVisible();
  await approve(page);
  await screenshot(page, '88-upgraded');

  await page.goto('/vm-requests/machines?environment=production');
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row.getByText(newVersions, { exact: true })).toBeVisible();
  await showOld(page);
  await expect(row).toHaveCount(0);
  await screenshot(page, '89-on-new-versions');
});
