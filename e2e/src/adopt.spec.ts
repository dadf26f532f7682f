import { expect, test } from '@playwright/test';
import { choose, sendOperation } from './requestForm';
import { approve, openEntity } from './machinePages';
import { pictures } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

let adoptionUrl = '';

test('a developer asks to adopt a machine that nobody requested', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openEntity(page, 'payments-db-d01');
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await expect(
    page.getByText('This machine did not come from a request.'),
  ).toBeVisible({ timeout: 60_000 });
  await page.getByRole('link', { name: 'Adopt' }).click();

  await choose(page, /^Environment/, /^Development/);
  await choose(page, /^Owner/, 'Payments');
  const stays = page.getByText(/It stays as it is, and where it is\./);
  await expect(stays).toBeVisible({ timeout: 60_000 });
  await pictures(page, '70-adopt-form', stays);
  await sendOperation(page, 'Adopt payments-db-d01', 'It was ours all along');
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 90_000,
  });
  adoptionUrl = page.url();
});

test('somebody of the platform team sees what the import changes, and approves', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.goto(adoptionUrl);
  const plan = page.getByText('Also: 1 to import', { exact: true });
  await pictures(page, '71-adopt-to-approve', plan);
  await approve(page);
  await pictures(page, '72-adopted');
});
