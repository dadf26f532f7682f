import { expect, test } from '@playwright/test';
import {
  fillForm,
  next,
  openForm,
  RequestValues,
  sendOperation,
  toReview,
} from './requestForm';
import { approve, confirmApproval, openEntity } from './machinePages';
import { pictures, screenshot } from './screenshot';
import { signIn } from './signIn';

test.describe.configure({ mode: 'serial' });

const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;
const shop: RequestValues = {
  environment: 'Production',
  name: 'shop-e2e-01',
  datacenter: 'Frankfurt',
  network: 'fra1-prod-app',
  owner: 'Payments',
  purpose: 'Web shop',
};
let requestUrl = '';
let resizeUrl = '';
let machineUrl = '';
let decommissionUrl = '';

test('the sign-in page offers the people of the lab', async ({ page }) => {
  await page.goto('/');
  for (const name of [
    'Anna Weber',
    'Jonas Lind',
    'Priya Nair',
    'Marta Silva',
  ]) {
    await expect(
      page.getByRole('button', { name: new RegExp(name) }),
    ).toBeVisible({ timeout: 90_000 });
  }
  await screenshot(page, '01-sign-in');
});

test('a developer requests a machine and sees its plan', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await openForm(page);
  await fillForm(page, shop);

  const preview = page.getByTestId('vm-preview');
  await expect(preview.getByText(/10\.20\.110\.\d+\/24/)).toBeVisible({
    timeout: 60_000,
  });
  await expect(
    preview.getByText('vms/production/shop-e2e-01/vm.auto.tfvars.json'),
  ).toBeVisible();
  await screenshot(page, '02-preview');

  await toReview(page);
  await page.getByRole('button', { name: 'Request' }).click();

  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });
  requestUrl = page.url();
  await expect(
    page.getByText('2 to add, 0 to change, 0 to destroy', { exact: true }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Waits for approval')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect(page.getByTestId('log-plan')).toContainText('Plan: 2 to add');
  await expect(page.getByTestId('log-plan')).not.toContainText('backlot-plan:');
  await expect(page).toHaveTitle(/shop-e2e-01 \| VM requests \| /);
  await screenshot(page, '03-planned', { asSeenFirst: true });
});

test('a colleague of another team may not decide either', async ({ page }) => {
  await signIn(page, 'Jonas Lind');
  await page.goto(requestUrl);
  await expect(page.getByText('Waits for approval')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
});

test('an approver approves, and the machine runs', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  await page.goto('/vm-requests?mine=decide');
  await expect(page).toHaveTitle(/VM requests \| /);
  await expect(
    page.getByRole('radio', { name: /^Waiting for approval \([1-9]/ }),
  ).toBeVisible();
  await page.getByRole('radio', { name: /^Done/ }).click();
  await expect(page.getByText('No request matches')).toBeVisible();
  await page.getByRole('radio', { name: /^Waiting for approval/ }).click();
  await expect(page.getByText('shop-e2e-01', { exact: true })).toBeVisible();
  await screenshot(page, '04-to-decide');
  await page.getByText('shop-e2e-01', { exact: true }).click();
  await page.getByRole('button', { name: 'Approve' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('Go ahead');
  await dialog.getByRole('button', { name: 'Approve' }).click();

  await expect(page.locator('[data-state="done"]')).toBeVisible({
    timeout: 90_000,
  });
  await expect(page.getByText('(merged)')).toBeVisible();
  await expect(page.getByTestId('log-apply')).toContainText('Apply complete');
  await expect(page.getByText(/^ssh acme@10\.20\.110\.\d+$/)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Copy how to sign in' }),
  ).toBeVisible();
  await screenshot(page, '05-done', { asSeenFirst: true });
  await pictures(page, '05-done-whole', page.locator('[data-state="done"]'));

  await page.goto('/vm-inventory?search=shop-e2e-01');
  const row = page.getByRole('row', { name: /shop-e2e-01/ });
  await expect(row).toContainText('On');
  await expect(row).toContainText(/10\.20\.110\.\d+/);
  await screenshot(page, '06-machines');
});

test('the machine stands in the catalog with its owner and its request', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await openEntity(page, 'shop-e2e-01');
  await expect(page.getByText('Power')).toBeVisible();
  await expect(page.getByText(shop.purpose).first()).toBeVisible();
  await expect(
    page.getByRole('link', { name: 'Pull request' }),
  ).toHaveAttribute('href', /\/platform\/infrastructure\/pulls\/\d+$/);
  await expect(page.getByRole('link', { name: /^Request ,/ })).toHaveAttribute(
    'href',
    /\/vm-requests\/[^/]+$/,
  );
  await screenshot(page, '07-entity');
  await page.getByRole('link', { name: 'Requests', exact: true }).click();
  await expect(page.getByRole('row', { name: /Create/ })).toContainText('Done');
  await expect(page.getByRole('button', { name: 'Protect' })).toBeVisible();
  await pictures(
    page,
    '08-entity-requests',
    page.getByRole('row', { name: /Create/ }),
  );

  await page.goto(requestUrl);
  await page
    .getByRole('link', { name: 'shop-e2e-01 in the inventory' })
    .click();
  await expect(page).toHaveURL(/\/vm-inventory\/machines\/lab\//);
  await page.getByRole('link', { name: requestUrl }).click();
  await expect(page).toHaveURL(requestUrl);
  await page.getByRole('link', { name: 'shop-e2e-01', exact: true }).click();
  await expect(page).toHaveURL(/\/catalog\/default\/resource\//);
});

test('a rebuild that breaks half-way is finished by a new plan, which is approved again', async ({
  browser,
  page,
  request,
}) => {
  test.slow();
  await signIn(page, 'Anna Weber');
  await page.goto(requestUrl);
  await page.getByRole('link', { name: 'Rebuild' }).click();
  await page.getByLabel(/^Name of the machine/).fill('shop-e2e-01');
  const preview = page.getByTestId('vm-operation-preview');
  const made = preview.getByText(/template rhel9-2026\.11/);
  await expect(made).toBeVisible({ timeout: 60_000 });
  await pictures(page, '30-rebuild-form', made);
  await sendOperation(page, 'Rebuild shop-e2e-01', 'It was broken into');
  const replaced = '2 to add, 0 to change, 2 to destroy';
  await expect(page.getByText(replaced, { exact: true })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  const rebuildUrl = page.url();

  await request.post(faults, {
    data: { peer: 'atlantis', kind: 'apply-fails-half-way', times: 1 },
  });
  const priyas = await browser.newPage();
  await signIn(priyas, 'Priya Nair');
  await priyas.goto(rebuildUrl);
  await expect(priyas.getByText(replaced, { exact: true })).toBeVisible();
  await pictures(
    priyas,
    '31-rebuild-to-approve',
    priyas.getByText(replaced, { exact: true }),
  );
  await confirmApproval(priyas);

  const held = page.getByText(/Plan anew to have the new one approved/);
  await expect(held).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await pictures(page, '32-rebuild-broke', held);
  await page.getByRole('button', { name: 'Plan anew' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(/goes to the approvers/);
  await dialog.getByLabel(/Reason/).fill('The template is mended');
  await screenshot(page, '33-plan-anew', { asSeenFirst: true });
  await dialog.getByRole('button', { name: 'Plan anew' }).click();
  await expect(page.getByText('Waits for approval')).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const comparison = priyas.getByRole('table', {
    name: 'What each plan does with each thing',
  });
  await expect(comparison).toBeVisible({ timeout: 60_000 });
  await expect(
    priyas.getByText('The new plan destroys what exists'),
  ).toBeVisible();
  await expect(
    comparison.getByRole('row', { name: /terraform_data.* no longer/ }),
  ).toBeVisible();
  await pictures(priyas, '34-new-plan-to-approve', comparison);
  await approve(priyas);
  await pictures(priyas, '35-rebuilt', priyas.locator('[data-state="done"]'));
  await priyas.close();
});

test('its owner asks to resize the machine, and sees first what that does', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto(requestUrl);
  await page.getByRole('link', { name: 'Resize' }).click();
  await expect(page.getByText('shop-e2e-01.prod.acme.example')).toBeVisible();
  const cpus = page.getByLabel('CPUs');
  await expect(cpus).toHaveValue('2');
  await screenshot(page, '40-resize-form');

  const preview = page.getByTestId('vm-operation-preview');
  await cpus.fill('1');
  const restarts = preview.getByText(/The machine is restarted/);
  await expect(restarts).toBeVisible({ timeout: 60_000 });
  await pictures(page, '41-resize-restarts', restarts);

  await cpus.fill('64');
  await expect(preview.getByText(/limit of 32/)).toBeVisible({
    timeout: 60_000,
  });
  await page.getByLabel(/^Reason/).fill('Christmas is near');
  await next(page);
  await expect(page.getByRole('button', { name: 'Request' })).toHaveCount(0);
  await screenshot(page, '42-resize-refused');

  await page.getByRole('button', { name: /^Medium/ }).click();
  await expect(preview.getByText('CPUs: 2 to 4.')).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Add a disk' }).click();
  await expect(preview.getByText(/A new, empty disk/)).toBeVisible({
    timeout: 60_000,
  });
  await next(page);
  await expect(page.getByText(/A new, empty disk/)).toBeVisible();
  await screenshot(page, '43-resize-review');
  await page.getByRole('button', { name: 'Request' }).click();

  await expect(
    page.getByRole('heading', { name: 'Resize shop-e2e-01' }),
  ).toBeVisible({ timeout: 60_000 });
  resizeUrl = page.url();
  await expect(
    page.getByText('0 to add, 1 to change, 0 to destroy', { exact: true }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Waits for approval')).toBeVisible();
  await expect(
    page.getByRole('heading', { name: 'What will happen' }),
  ).toBeVisible();
  await pictures(page, '44-resize-planned', page.getByText('CPUs: 2 to 4.'));

  await page.goto(requestUrl);
  await expect(page.getByRole('button', { name: 'Resize' })).toBeDisabled();
  await page.getByRole('link', { name: 'See that request' }).click();
  await expect(page).toHaveURL(resizeUrl);
});

test('an approver approves that, and the machine has its new size', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.goto(resizeUrl);
  await approve(page);
  const size = page.getByText('4 CPUs, 16 GiB memory, 80 GiB + 10 GiB disk');
  await expect(size).toBeVisible();
  await pictures(page, '45-resized', size);

  await page
    .getByRole('link', { name: /what else can be asked of it/ })
    .click();
  await expect(page).toHaveURL(requestUrl);
  await expect(size).toBeVisible();
});

test('a machine that is protected cannot be decommissioned', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto(requestUrl);
  await page.getByRole('button', { name: 'Protect' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Reason/).fill('The shop is open');
  await screenshot(page, '46-protect', { asSeenFirst: true });
  await dialog.getByRole('button', { name: 'Protect' }).click();

  await expect(page.getByText('Protected', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Decommission' }),
  ).toBeDisabled();
  await expect(
    page.getByText(/is protected from being decommissioned/),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'Resize' })).toBeVisible();
  await pictures(
    page,
    '47-protected',
    page.getByText('Protected', { exact: true }),
  );

  await page.getByRole('button', { name: 'Take protection away' }).click();
  await dialog.getByLabel(/Reason/).fill('The shop closes');
  await dialog.getByRole('button', { name: 'Take protection away' }).click();
  await expect(page.getByRole('link', { name: 'Decommission' })).toBeVisible();
});

test('its owner shuts it down, and brings it back to a snapshot', async ({
  page,
}) => {
  await signIn(page, 'Anna Weber');
  await page.goto(requestUrl);
  await page
    .getByRole('link', { name: 'shop-e2e-01 in the inventory' })
    .click();
  await expect(page).toHaveURL(/\/vm-inventory\/machines\/lab\//);
  machineUrl = page.url();
  const dialog = page.getByRole('dialog');
  const snapshots = page.getByRole('table', { name: 'Snapshots' });
  const confirm = async (label: string, done: string) => {
    await dialog.getByRole('button', { name: label }).click();
    await expect(page.getByText(`${done}: done`)).toBeVisible({
      timeout: 60_000,
    });
  };

  await page.getByRole('button', { name: 'Take snapshot' }).click();
  await dialog.getByLabel('Name').fill('before the sale');
  await screenshot(page, '50-take-snapshot', { asSeenFirst: true });
  await confirm('Take snapshot', "Take snapshot 'before the sale'");
  await expect(snapshots).toContainText('before the sale (current)');

  await page.getByRole('button', { name: 'Shut down' }).click();
  await expect(dialog).toContainText(/Whoever uses the machine is interrupted/);
  await screenshot(page, '51-shut-down', { asSeenFirst: true });
  await confirm('Shut down', 'Shut down');
  await page.getByRole('button', { name: 'Power on' }).click();
  await confirm('Power on', 'Power on');

  await snapshots.getByRole('button', { name: 'Revert to' }).click();
  await expect(dialog).toContainText(/Afterwards it is off/);
  await screenshot(page, '52-revert', { asSeenFirst: true });
  await confirm('Revert', "Revert to snapshot 'before the sale'");
  await expect(page.getByRole('button', { name: 'Power on' })).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'History' }).getByRole('row'),
  ).toHaveText([
    /How it went/,
    /Revert to snapshot 'before the sale'.*Anna Weber.*Done/,
    /Power on.*Anna Weber.*Done/,
    /Shut down.*Anna Weber.*Done/,
    /Take snapshot 'before the sale'.*Anna Weber.*Done/,
  ]);
  await pictures(page, '53-reverted', snapshots);
});

test('a stranger sees that, and may do nothing of it', async ({ page }) => {
  await signIn(page, 'Jonas Lind');
  await page.goto(machineUrl);
  // Of what can be asked of it, of its power and of its snapshots.
  const refusal = page.getByText(/^The machine belongs to/);
  await expect(refusal).toHaveCount(3);
  await expect(refusal.getByRole('link', { name: 'Payments' })).toHaveCount(3);
  for (const name of ['Power on', 'Take snapshot', /^Revert to/, /^Delete/]) {
    await expect(page.getByRole('button', { name })).toBeDisabled();
  }
  await expect(page.getByRole('table', { name: 'History' })).toContainText(
    'Shut down',
  );
  await screenshot(page, '54-power-of-a-stranger');
});

test('an operator deletes the snapshot, and powers the machine on', async ({
  page,
}) => {
  await signIn(page, 'Marta Silva');
  await page.goto(machineUrl);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Delete before the sale' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('There are none.')).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Power on' }).click();
  await dialog.getByRole('button', { name: 'Power on' }).click();
  await expect(page.getByRole('button', { name: 'Shut down' })).toBeVisible({
    timeout: 60_000,
  });
  await screenshot(page, '55-powered-on');
});

test('its owner asks to decommission the machine', async ({ page }) => {
  await signIn(page, 'Anna Weber');
  await page.goto(requestUrl);
  await page.getByRole('link', { name: 'Decommission' }).click();
  await expect(
    page.getByText(/Terraform destroys the machine and all of its disks once/),
  ).toBeVisible();
  await expect(page.getByText('shop-e2e-01.prod.acme.example')).toBeVisible();
  await screenshot(page, '20-decommission-form');
  await page.getByLabel(/^Name of the machine/).fill('shop-e2e-02');
  await page.getByLabel(/^Reason/).fill('The shop has closed');
  await expect(
    page.getByText(/Type the machine's name, shop-e2e-01, to confirm/).first(),
  ).toBeVisible({ timeout: 60_000 });
  await next(page);
  await expect(page.getByRole('button', { name: 'Request' })).toHaveCount(0);
  await screenshot(page, '21-decommission-refused');

  await page.getByLabel(/^Name of the machine/).fill('shop-e2e-01');
  const preview = page.getByTestId('vm-operation-preview');
  await expect(preview.getByText(/does not come back/)).toBeVisible({
    timeout: 60_000,
  });
  await pictures(
    page,
    '25-decommission-preview',
    preview.getByText(/does not come back/),
  );
  await next(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await expect(
    page.getByRole('heading', { name: 'Decommission shop-e2e-01' }),
  ).toBeVisible({ timeout: 60_000 });
  decommissionUrl = page.url();
  await expect(
    page.getByText('0 to add, 0 to change, 2 to destroy', { exact: true }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('Waits for approval')).toBeVisible();
  await screenshot(page, '22-decommission-planned', { asSeenFirst: true });

  await page.goto(requestUrl);
  await expect(page.getByText(/^ssh acme@10\.20\.110\.\d+$/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Decommission' })).toHaveCount(0);
});

test('an approver approves that, and nothing is left of the machine', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  await page.goto(decommissionUrl);
  await approve(page);
  await expect(page.getByTestId('log-apply')).toContainText('2 destroyed');
  await screenshot(page, '23-decommissioned', { asSeenFirst: true });
  await pictures(
    page,
    '23-decommissioned-whole',
    page.locator('[data-state="done"]'),
  );

  await page.goto(requestUrl);
  await expect(
    page.getByText('shop-e2e-01.prod.acme.example has been decommissioned'),
  ).toBeVisible();
  await screenshot(page, '24-request-of-a-machine-that-is-gone', {
    asSeenFirst: true,
  });
  await page.goto('/vm-inventory?search=shop-e2e-01');
  await expect(page.getByText(/No machine/)).toBeVisible();
  await expect(async () => {
    await page.goto('/?filters[kind]=resource&filters[user]=all');
    await expect(page.getByText(/^All Resources \([1-9]/)).toBeVisible();
    await page.getByPlaceholder('Search').fill('shop-e2e-01');
    await expect(page.getByText('No records to display')).toBeVisible({
      timeout: 5_000,
    });
  }).toPass({ timeout: 90_000 });
  await screenshot(page, '26-gone-from-the-catalog');
});
