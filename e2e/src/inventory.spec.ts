import { expect, test } from '@playwright/test';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

test('an admin sees how a source is, and tests its connection', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.getByRole('link', { name: 'Sources' }).click();
  const source = page.getByRole('region', { name: 'Lab vCenter' });
  await expect(source.getByText('Live', { exact: true })).toBeVisible();
  await expect(source.getByText(/3\d\d machines/)).toBeVisible();

  await source.getByRole('button', { name: 'Test connection' }).click();

  await expect(source.getByText('The connection works')).toBeVisible();
  await expect(source.getByText(/certificate/i).first()).toBeVisible();
  await screenshot(page, '20-sources');
});

test('a developer may not touch the sources', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.getByRole('link', { name: 'Sources' }).click();
  const source = page.getByRole('region', { name: 'Lab vCenter' });
  await expect(source.getByText('Live', { exact: true })).toBeVisible();
  await expect(
    source.getByRole('button', { name: 'Test connection' }),
  ).toHaveCount(0);
  await expect(source.getByRole('button', { name: 'Refresh now' })).toHaveCount(
    0,
  );
});

test('what is left of clusters and datastores is seen at a glance', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.getByRole('link', { name: 'Capacity' }).click();
  const cluster = page.getByRole('row', { name: /fra1-prod-01 lab \/ fra1/ });
  await expect(
    cluster.getByRole('img', { name: /^Memory: .* used, .* free of / }),
  ).toBeVisible();
  await expect(
    page.getByRole('img', { name: /^Storage in all: / }),
  ).toBeVisible();
  await screenshot(page, '21-capacity');

  await page.getByLabel('Search clusters and datastores').fill('ams1-dev');
  await expect(page).toHaveURL(/search=ams1-dev/);
  await expect(cluster).toHaveCount(0);
});
