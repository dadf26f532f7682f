import { expect, test } from '@playwright/test';
import { screenshot } from './screenshot';
import { signIn } from './signIn';

test('an admin tests what requests connect to, step by step', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.getByRole('link', { name: 'Sources' }).click();

  for (const [name, step] of [
    ['NetBox', 'The custom field is unique'],
    ['Git forge', 'platform/infrastructure'],
    ['Atlantis', 'Atlantis is new enough'],
  ]) {
    const peer = page.getByRole('region', { name, exact: true });
    await peer.getByRole('button', { name: 'Test connection' }).click();
    await expect(peer.getByText('The connection works')).toBeVisible();
    await expect(
      peer.getByRole('listitem').filter({ hasText: step }).first(),
    ).toBeVisible();
  }
  await screenshot(page, '24-connections');
});

test('a developer does not see what requests connect to', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.getByRole('link', { name: 'Sources' }).click();
  await expect(page.getByRole('region', { name: 'Lab vCenter' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'NetBox' })).toHaveCount(0);
});
