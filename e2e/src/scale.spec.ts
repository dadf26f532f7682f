import { readFile } from 'node:fs/promises';
import { expect, Page, test } from '@playwright/test';
import { parseCsv } from './parseCsv';
import { screenshot } from './screenshot';
import { scrollSmoothly } from './scrollSmoothly';
import { signIn } from './signIn';

/** More by the variable: a hundred thousand take half a minute longer. */
const AT_LEAST = Number(process.env.BACKLOT_E2E_MACHINES ?? 10_000);
const GROWN_WITHIN_MS = 60_000 * Math.ceil(AT_LEAST / 20_000);

/** Milliseconds, on two cores with Backstage's development server beside. */
const FIRST_ROWS_MS = 10_000;
const LONGEST_TASK_MS = 1_000;
const FRAME_MS = 250;

const table = (page: Page) => page.getByRole('table', { name: 'Machines' });

/** Opens the explorer, and waits until it says how many machines there are. */
async function openExplorer(page: Page, query = ''): Promise<number> {
  await page.goto(`/vm-inventory${query}`);
  const count = page.getByRole('status').filter({ hasText: /machines?$/ });
  await expect(count).toBeVisible();
  return numberIn(await count.innerText());
}

function numberIn(words: string): number {
  return Number(words.replace(/\D/g, ''));
}

/** The machines' rows that are shown and loaded. */
const rows = (page: Page) => table(page).locator('[role=row][aria-busy=false]');

test('many machines are seen soon after they are there', async ({ page }) => {
  test.setTimeout(GROWN_WITHIN_MS + 120_000);
  await signIn(page, 'Priya Nair');
  await openExplorer(page);
  const response = await fetch(
    `http://127.0.0.1:${process.env.BACKLOT_LAB_CONTROL_PORT}/growth`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ machines: AT_LEAST }),
    },
  );
  expect(response.status).toBe(201);
  const count = page.getByRole('status').filter({ hasText: /machines?$/ });
  await expect
    .poll(async () => numberIn(await count.innerText()), {
      timeout: GROWN_WITHIN_MS,
    })
    .toBeGreaterThanOrEqual(AT_LEAST);
});

test('many machines are there at once, and scroll smoothly', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  const begun = Date.now();
  await page.getByRole('link', { name: 'Machines' }).click();
  await expect(rows(page).first()).toBeVisible();
  expect(Date.now() - begun).toBeLessThan(FIRST_ROWS_MS);
  await screenshot(page, '30-explorer');

  const rowCount = Number(await table(page).getAttribute('aria-rowcount'));
  expect(rowCount).toBeGreaterThan(AT_LEAST);
  const measured = await scrollSmoothly(page, table(page).locator('..'));
  test.info().annotations.push({
    type: 'scrolling',
    description: JSON.stringify(measured),
  });
  expect(measured.longestTaskMs).toBeLessThan(LONGEST_TASK_MS);
  expect(measured.medianFrameMs).toBeLessThan(FRAME_MS);

  const last = table(page).locator(`[aria-rowindex="${rowCount}"]`);
  await expect(last.getByRole('link')).toBeVisible();
  expect(await rows(page).count()).toBeLessThan(100);
});

test('who comes back from a machine finds the row again', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  const some = await openExplorer(page, '?power=on');
  const scroller = page.getByRole('group', {
    name: 'Machines',
    exact: true,
  });
  const scrollTop = () => scroller.evaluate(element => element.scrollTop);
  await scroller.evaluate((element, part) => {
    element.scrollTop = element.scrollHeight * part;
  }, 0.5);
  const link = table(page)
    .locator(`[aria-rowindex="${Math.floor(some / 2) + 5}"]`)
    .getByRole('link');
  await expect(link).toBeInViewport();
  const name = await link.innerText();
  const top = await scrollTop();

  for (const back of [
    () => page.goBack(),
    () => page.getByRole('link', { name: '← All machines' }).click(),
  ]) {
    await link.click();
    await expect(page).toHaveURL(/\/vm-inventory\/machines\//);
    await back();
    await expect(link).toHaveText(name);
    await expect(link).toBeInViewport();
    expect(Math.abs((await scrollTop()) - top)).toBeLessThan(2);
    await expect(page).toHaveURL(/\/vm-inventory\?power=on$/);
  }

  await scroller.focus();
  await page.keyboard.press('End');
  await expect(
    table(page)
      .locator(`[aria-rowindex="${some + 1}"]`)
      .getByRole('link'),
  ).toBeInViewport();
});

test('filters and order outlive a reload, and narrow the file', async ({
  page,
}) => {
  await signIn(page, 'Priya Nair');
  const all = await openExplorer(page);
  expect(all).toBeGreaterThanOrEqual(AT_LEAST);
  await page.getByRole('button', { name: /Any power state/ }).click();
  await page.getByRole('option', { name: 'Off', exact: true }).click();
  await page.getByRole('button', { name: /Any cluster/ }).click();
  await page.getByRole('option', { name: 'fra1-prod-01' }).click();
  await page.getByRole('button', { name: 'Memory' }).click();
  await page.getByRole('button', { name: 'Memory' }).click();
  await page.getByLabel('Search machines').fill('payments');
  await expect(page).toHaveURL(/search=payments/);
  const first = rows(page).first().getByRole('link');
  await expect(first).toHaveText(/^payments-/);
  await expect(rows(page).first()).toContainText('32 GiB');
  const name = await first.innerText();

  await page.reload();

  await expect(first).toHaveText(name);
  await expect(
    page.getByRole('columnheader', { name: 'Memory' }),
  ).toHaveAttribute('aria-sort', 'descending');
  const some = Number(await table(page).getAttribute('aria-rowcount')) - 1;
  expect(some).toBeGreaterThan(0);
  expect(some).toBeLessThan(all);
  const lines = await exportCsv(page);
  expect(lines).toHaveLength(some + 1);
  const power = lines[0].indexOf('power');
  expect(new Set(lines.slice(1).map(line => line[power]))).toEqual(
    new Set(['off']),
  );
});

test('all of them are saved as a file', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  const all = await openExplorer(page);
  const lines = await exportCsv(page);
  expect(lines).toHaveLength(all + 1);
  const id = lines[0].indexOf('id');
  expect(new Set(lines.map(line => line[id])).size).toBe(all + 1);
});

test('the tree leads to a machine by the keyboard alone', async ({ page }) => {
  await signIn(page, 'Priya Nair');
  await openExplorer(page);
  const tree = page.getByRole('tree', { name: 'Inventory' });
  await expect(tree.getByRole('treeitem', { name: /^fra1,/ })).toBeVisible();
  await tree.focus();
  for (const name of [/^fra1,/, /^fra1-dev-01,/, /^fra1-dev-01-h01/]) {
    const item = tree.getByRole('treeitem', { name });
    while ((await item.getAttribute('data-active')) === null) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('ArrowRight');
    await expect(item).toHaveAttribute('aria-expanded', 'true');
  }
  const host = tree.getByRole('treeitem', { name: /^fra1-dev-01-h01/ });
  await expect(host).toHaveAttribute('aria-level', '4');
  await host.click();
  await expect(page).toHaveURL(/in=host%3Alab%2Fhost-\d+/);
  await expect(page.getByRole('navigation', { name: 'Place' })).toContainText(
    'fra1-dev-01-h01',
  );
  await screenshot(page, '31-explorer-place');
  await tree.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\/vm-inventory\/machines\/lab\/vm-\d+/);
  await expect(page.getByText('Runs on')).toBeVisible();
  const way = page
    .getByRole('definition')
    .filter({ hasText: 'fra1-dev-01-h01' });
  await expect(way).toContainText('Lab vCenter/fra1/fra1-dev-01/');
  await screenshot(page, '32-machine');

  await way.getByRole('link', { name: 'fra1-dev-01', exact: true }).click();
  await expect(
    page.getByRole('treeitem', { name: /^fra1-dev-01,/ }),
  ).toHaveAttribute('aria-selected', 'true');
});

test('capacity and sources of many machines', async ({ page }) => {
  await signIn(page, 'Marta Silva');
  await page.getByRole('link', { name: 'Capacity' }).click();
  await expect(page.getByText('fra1-prod-01').first()).toBeVisible();
  await screenshot(page, '33-capacity-of-many');
  await page.getByRole('link', { name: 'Sources' }).click();
  const source = page.getByRole('region', { name: 'Lab vCenter' });
  await expect
    .poll(async () =>
      numberIn(/[\d,]+(?= machines)/.exec(await source.innerText())?.[0] ?? ''),
    )
    .toBeGreaterThanOrEqual(AT_LEAST);
  await screenshot(page, '34-sources-of-many');
});

async function exportCsv(page: Page): Promise<string[][]> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^machines-[\d-]+\.csv$/);
  return parseCsv(await readFile(await file.path(), 'utf8'));
}
