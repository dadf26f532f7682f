import { expect, test } from '@playwright/test';
import { approve } from './machinePages';
import {
  choose,
  fillMachine,
  fillPlace,
  next,
  openForm,
  publicKey,
  toReview,
} from './requestForm';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

let requestUrl = '';

test('a developer asks for two network cards and two data disks', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillMachine(page, { environment: 'Production', name: 'cards-e2e-01' });
  await fillPlace(page, {
    datacenter: 'Frankfurt',
    network: 'fra1-prod-app',
  });

  await page.getByRole('button', { name: 'Add a network card' }).click();
  await choose(page, /^Network of card 2/, /^fra1-prod-db/);
  await page.getByRole('button', { name: 'Add a data disk' }).click();
  await page.getByLabel('Disk 2, size').fill('20');
  await page.getByLabel('Disk 2, mount point').fill('/var');
  await expect(
    page.getByText(/Disk 2: \/var belongs to the guest's system/),
  ).toBeVisible();
  await screenshot(page, '60-mount-point-refused');
  await page.getByLabel('Disk 2, mount point').fill('/srv/data');
  await page.getByRole('button', { name: 'Add a data disk' }).click();
  await page.getByLabel('Disk 3, mount point').fill('/srv/data/archive');
  await choose(page, /^Disk 3, file system/, 'ext4');
  await expect(page.getByText(/belongs to the guest's system/)).toHaveCount(0);
  await screenshot(page, '61-cards-and-disks');
  await next(page);

  await choose(page, /^Owner/, 'Payments');
  await page.getByLabel(/^SSH public keys/).fill(publicKey);
  await page.getByLabel(/^Purpose/).fill('A database with its archive');
  await next(page);

  const preview = page.getByTestId('vm-preview');
  await expect(preview.getByText(/2001:db8:20:110::.+\/64/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(preview.getByText(/\(eth1, fra1-prod-db\)/)).toBeVisible();
  await screenshot(page, '62-cards-preview');
  await toReview(page);
  await expect(
    page.getByText(
      '20 GiB at /srv/data (xfs), 10 GiB at /srv/data/archive (ext4)',
    ),
  ).toBeVisible();
  await screenshot(page, '63-cards-review');
  await page.getByRole('button', { name: 'Request' }).click();

  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });
  requestUrl = page.url();
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 60_000,
  });
  await expect(
    page.getByText(
      'disk 2 at /srv/data (xfs), disk 3 at /srv/data/archive (ext4)',
    ),
  ).toBeVisible();
  await screenshot(page, '64-cards-planned');
});

test('once it is approved, the guest reports each address', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.goto(requestUrl);
  await approve(page);
  await expect(
    page.getByRole('definition').filter({
      hasText:
        /The guest has reported 10\.20\.110\.\d+, 2001:db8:20:110::\S+, 10\.20\.120\.\d+\./,
    }),
  ).toBeVisible({ timeout: 60_000 });
  await screenshot(page, '65-cards-done');
});
