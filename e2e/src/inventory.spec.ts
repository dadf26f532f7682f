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
    page.getByRole('img', { name: /^Storage, total: / }),
  ).toBeVisible();
  await screenshot(page, '21-capacity');

  await page.getByLabel('Search clusters and datastores').fill('ams1-dev');
  await expect(page).toHaveURL(/search=ams1-dev/);
  await expect(cluster).toHaveCount(0);
});

test("a machine's page shows what vCenter says of it, and stays when that is silent", async ({
  page,
  request,
}) => {
  const faults = `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/faults`;
  const openFirst = async (search: string) => {
    await page.goto(`/vm-inventory?search=${search}&power=on`);
    await page
      .getByRole('table', { name: 'Machines' })
      .getByRole('link', { name: new RegExp(`^${search}`) })
      .first()
      .click();
    await expect(page).toHaveURL(/\/vm-inventory\/machines\/lab\/vm-\d+/);
  };
  const disk = page
    .getByRole('table', { name: 'Disks' })
    .getByRole('row', { name: /^Hard disk 1/ });
  await signIn(page, 'Priya Nair');
  await openFirst('payments-');

  await expect(disk).toContainText(/\d+ GiB.*Thin.*SCSI controller 0/);
  const card = page
    .getByRole('table', { name: 'Network cards' })
    .getByRole('row', { name: /^Network adapter 1/ });
  await expect(card).toContainText(
    /vmxnet3.*00:50:56:.*Yes.*10\.\d+\.\d+\.\d+/,
  );
  await expect(
    page.getByText('Running, version 12.3.5, managed by the guest'),
  ).toBeVisible();
  await expect(
    page.getByRole('definition').filter({ hasText: /ago$/ }).first(),
  ).toBeVisible();
  const adopt = page.getByRole('link', { name: 'Adopt' });
  await expect(adopt).toHaveAttribute('href', /\/default\/vm-adopt\?formData=/);
  await screenshot(page, '25-machine');
  await screenshot(page, '25-machine-narrow', { width: 420, ready: adopt });

  await request.post(faults, {
    data: {
      peer: 'vcenter',
      kind: 'down',
      path: '/sdk/RetrievePropertiesEx',
    },
  });
  const problem = page.getByRole('alert').filter({
    hasText: 'Could not load disks, network cards, guest and dates',
  });
  try {
    await openFirst('search-');
    await expect(problem).toContainText(
      'Lab vCenter does not answer at the moment. Try again in a few minutes. Your platform team can see the cause.',
    );
    await expect(page).toHaveTitle(/^search-.* \| Virtual machines \| /);
    await expect(page.getByText('Runs on')).toBeVisible();
    await expect(disk).toHaveCount(0);
    await screenshot(page, '26-machine-silent');
  } finally {
    await request.delete(faults);
  }
  await problem.getByRole('button', { name: 'Try again' }).click();
  await expect(disk).toBeVisible();
});
