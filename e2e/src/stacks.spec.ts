import { expect, test } from '@playwright/test';
import { choose, fillForm, openForm, sendRequest } from './requestForm';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test('a developer chooses the stack of a machine where its environment has two', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  const stack = page.getByLabel(/^Stack/);
  await choose(page, /^Environment/, /^Production/);
  await expect(stack).toHaveCount(0);
  await choose(page, /^Environment/, /^Development/);
  await expect(stack).toHaveText('Platform');
  await choose(page, /^Stack/, 'Payments');
  await pictures(page, '90-stack-form', stack);

  await fillForm(page, {
    environment: 'Development',
    name: 'pay-stack-01',
    datacenter: 'Frankfurt',
    network: 'fra1-dev-app',
    owner: 'Payments',
    purpose: 'A machine of our own repository',
  });
  await sendRequest(page);
  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
  const forge = `http://127.0.0.1:${process.env.BACKLOT_LAB_PAYMENTS_FORGE_PORT}`;
  await expect(
    page.locator(`a[href^="${forge}/platform/infrastructure/pulls/"]`).first(),
  ).toBeVisible();
  await expect(
    page
      .locator('dt', { hasText: /^Stack$/ })
      .locator('xpath=following-sibling::dd[1]'),
  ).toHaveText('Payments');
  await screenshot(page, '91-stack-done');
});

test('an admin sees which stacks use each forge and each Atlantis', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.goto('/vm-sources');
  for (const [name, stack] of [
    ['Git forge', 'Platform'],
    ['Git forge payments', 'Payments'],
    ['Atlantis', 'Platform'],
    ['Atlantis payments', 'Payments'],
  ]) {
    const peer = page.getByRole('region', { name, exact: true });
    await expect(peer.getByText(`Stacks: ${stack}.`)).toBeVisible();
    await peer.getByRole('button', { name: 'Test connection' }).click();
    await expect(peer.getByText('The connection works')).toBeVisible();
  }
  await pictures(
    page,
    '92-connections-of-two-stacks',
    page.getByRole('region', { name: 'Atlantis payments', exact: true }),
  );
});
