import { expect, Page } from '@playwright/test';

/** An Ed25519 public key that nobody has the private half of. */
export const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER anna@laptop';

export interface RequestValues {
  environment: 'Development' | 'Production';
  name: string;
  datacenter: 'Frankfurt' | 'Amsterdam';
  network: string;
  owner: string;
  purpose: string;
}

export async function openForm(page: Page): Promise<void> {
  await page.goto('/create/templates/default/rhel9-vm');
  await expect(page.getByLabel(/^Environment/)).toBeVisible({
    timeout: 60_000,
  });
}

export async function choose(
  page: Page,
  label: RegExp,
  option: string | RegExp,
): Promise<void> {
  const field = page.getByLabel(label);
  await expect(field).toBeEnabled();
  await field.click();
  await page.getByRole('option', { name: option }).click();
  // While it goes away, the list has the field's label, too, and no role that can be found.
  await expect(page.locator('[role="listbox"]')).toHaveCount(0);
}

export async function next(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Next|Review)$/ }).click();
}

/** More than one machine, and the names that they are to have. */
interface SeveralValues {
  count: number;
  pattern: string;
  names: string;
}

/** Fills the form's first page, and goes on. */
export async function fillMachine(
  page: Page,
  values: Pick<RequestValues, 'environment' | 'name'>,
  several?: SeveralValues,
): Promise<void> {
  await choose(page, /^Environment/, new RegExp(`^${values.environment}`));
  await page.getByLabel(/^Name/).fill(values.name);
  await page.getByRole('radio', { name: /^Small/ }).check();
  if (several) {
    await page.getByLabel(/^How many/).fill(String(several.count));
    await page.getByLabel(/^Names/).fill(several.pattern);
    await expect(page.getByText(`Names: ${several.names}`)).toBeVisible();
  } else {
    await expect(page.getByText(/is free\./)).toBeVisible();
  }
  await next(page);
}

/** Fills what every machine has of the page of its place; does not go on. */
export async function fillPlace(
  page: Page,
  values: Pick<RequestValues, 'datacenter' | 'network'>,
): Promise<void> {
  await choose(page, /^Datacenter/, new RegExp(`^${values.datacenter}`));
  await choose(page, /^Network/, new RegExp(`^${values.network}`));
  await choose(page, /^Template/, /^rhel9-2026\.11/);
}

/** Fills the pages of the form up to its preview. */
export async function fillForm(
  page: Page,
  values: RequestValues,
  options: {
    beforePreview?: () => Promise<unknown>;
    several?: SeveralValues;
  } = {},
): Promise<void> {
  await fillMachine(page, values, options.several);
  await fillPlace(page, values);
  await next(page);

  await choose(page, /^Owner/, values.owner);
  await page.getByLabel(/^SSH public keys/).fill(publicKey);
  await expect(page.getByText('Can sign in:')).toBeVisible();
  await page.getByLabel(/^Purpose/).fill(values.purpose);
  await options.beforePreview?.();
  await next(page);
}

/** Goes on from the preview once it is there: before that, the form does not go on. */
export async function toReview(page: Page): Promise<void> {
  await expect(page.getByText('Why this place')).toBeVisible({
    timeout: 60_000,
  });
  await next(page);
}

/** Goes over the review of a filled form and sends it; the page of its request comes. */
export async function sendRequest(page: Page): Promise<void> {
  await toReview(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await page.waitForURL(/\/vm-requests\/[^/]+$/, { timeout: 60_000 });
}

/** Gives the reason in a form of an operation, and sends it; the page of its request comes. */
export async function sendOperation(
  page: Page,
  heading: string,
  reason: string,
): Promise<void> {
  await page.getByLabel(/^Reason/).fill(reason);
  await next(page);
  await page.getByRole('button', { name: 'Request' }).click();
  await expect(page.getByRole('heading', { name: heading })).toBeVisible({
    timeout: 60_000,
  });
}
