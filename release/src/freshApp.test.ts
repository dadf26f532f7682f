import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { Lab, startLab } from '@backlot/lab';
import { z } from 'zod';
import { codeBlocks } from './codeBlocks';
import { declarationProblems } from './declarationProblems';
import { FreshApp } from './FreshApp';
import { GuestApi } from './GuestApi';
import { installSteps } from './installSteps';
import { ownTemplate } from './ownTemplate';

const root = resolve(__dirname, '../..');
const bundle = resolve(
  process.env.BACKLOT_RELEASE ?? join(root, 'dist/release'),
);
const chromiumPath =
  process.env.BACKLOT_CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

const sourcesSchema = z.object({
  items: z.array(z.object({ source: z.string(), state: z.string() })),
});
const machinesSchema = z.object({ total: z.number() });
const requestsSchema = z.object({
  items: z.array(z.object({ id: z.string(), state: z.string() })),
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Each step builds on the app as the step before it left it. */
describe('a fresh app of the same release', () => {
  let parent: string;
  let lab: Lab;
  let app: FreshApp;

  const documentsOf = (...folders: string[]) =>
    Promise.all(
      folders.map(folder => readFile(join(root, folder, 'README.md'), 'utf8')),
    );

  beforeAll(async () => {
    if (!existsSync(bundle)) {
      throw new Error(
        `There is no release bundle in ${bundle}: make one with npm run pack:release`,
      );
    }
    parent = await mkdtemp(join(tmpdir(), 'backlot-fresh-'));
    const port = await freePort();
    lab = await startLab({
      infrastructure: join(root, 'templates/infrastructure'),
      backstage: { url: `http://127.0.0.1:${port}` },
    });
    app = await FreshApp.create(parent, { bundle, port });
  });

  afterAll(async () => {
    await app?.stop();
    await lab?.close();
    await rm(parent, { recursive: true, force: true });
  });

  it('takes the bundle as its README says', async () => {
    const [hold] = codeBlocks(await app.read('backlot/README.md'));

    await app.shell(hold.text);

    const { name, resolutions } = JSON.parse(await app.read('package.json'));
    expect(name).toBe('root');
    expect(resolutions).toMatchObject({
      '@backlot/plugin-vm-inventory':
        expect.stringMatching(/^file:\.\/backlot/),
      '@backstage/backend-defaults': expect.stringMatching(/^\d/),
    });
  });

  it('shows the machines of a vCenter with the inventory alone, as its READMEs say', async () => {
    const steps = installSteps(
      await documentsOf(
        'plugins/vm-inventory-backend',
        'plugins/vm-inventory-backend-module-vsphere',
        'plugins/vm-inventory',
      ),
    );
    await app.install(steps);
    const { operator } = lab.credentials.vcenter;
    const files = await Promise.all(
      steps.config.map(async (text, index) => {
        const file = `app-config.inventory-${index}.yaml`;
        await app.write(
          file,
          text
            .replace('https://vcenter.fra.example.com', lab.vcenter.url)
            .replace('backlot@vsphere.local', lab.vcenter.username)
            .replace('backlot-operator@vsphere.local', operator.username),
        );
        return file;
      }),
    );
    await app.write('vcenter-ca.pem', lab.vcenter.ca);

    await app.start(files, {
      VCENTER_FRA_PASSWORD: lab.vcenter.password,
      VCENTER_FRA_OPERATOR_PASSWORD: operator.password,
    });

    const api = await GuestApi.signIn(app.url);
    const { items } = await api.until(
      '/vm-inventory/v1/sources',
      sourcesSchema,
      sources => sources.items.every(({ state }) => state === 'live'),
    );
    expect(items).toEqual([{ source: 'fra', state: 'live' }]);
    const { total } = await api.get(
      '/vm-inventory/v1/machines?limit=1',
      machinesSchema,
    );
    expect(total).toBe(300);
  });

  it('takes the example of the bundle for the inventory, too', async () => {
    await app.start(['backlot/app-config.inventory.yaml'], {
      VCENTER_URL: lab.vcenter.url,
      VCENTER_USERNAME: lab.vcenter.username,
      VCENTER_PASSWORD: lab.vcenter.password,
      VCENTER_CA_FILE: join(app.folder, 'vcenter-ca.pem'),
    });

    const api = await GuestApi.signIn(app.url);
    const { items } = await api.until(
      '/vm-inventory/v1/sources',
      sourcesSchema,
      sources => sources.items.every(({ state }) => state === 'live'),
    );
    expect(items).toEqual([{ source: 'vcenter', state: 'live' }]);
  });

  it('allocates an address and renders files with the NetBox and Terraform actions alone', async () => {
    const steps = installSteps(
      await documentsOf(
        'plugins/scaffolder-backend-module-netbox',
        'plugins/scaffolder-backend-module-terraform',
      ),
    );
    await app.install(steps);
    const files = await Promise.all(
      steps.config.map(async (text, index) => {
        const file = `app-config.actions-${index}.yaml`;
        await app.write(
          file,
          text.replace('https://netbox.acme.example', lab.netbox.url),
        );
        return file;
      }),
    );
    await app.write(
      'terraform.lock.hcl',
      `provider "registry.terraform.io/vmware/vsphere" {
  version     = "1.26.0"
  constraints = "1.26.0"
  hashes = [
    "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ]
}
`,
    );
    for (const [path, text] of Object.entries(ownTemplate)) {
      await app.write(path, text);
    }

    await app.start([...files, 'app-config.own.yaml'], {
      NETBOX_TOKEN: lab.netbox.leastPrivilegeToken,
    });

    const api = await GuestApi.signIn(app.url);
    const output = await api.outputOf(
      await api.startTask('own-vm', { name: 'own01' }),
    );
    const { address, files: rendered } = z
      .object({
        address: z.string(),
        files: z.array(z.object({ path: z.string(), content: z.string() })),
      })
      .parse(output);
    expect(address).toMatch(/^10\.20\.210\.\d+$/);
    expect(rendered.map(({ path }) => path)).toEqual(
      [
        '.terraform.lock.hcl',
        'backend.tf',
        'main.tf',
        'providers.tf',
        'variables.tf',
        'versions.tf.json',
        'vm.auto.tfvars.json',
      ].map(name => expect.stringContaining(`vms/own/own01/${name}`)),
    );
    expect(
      rendered.find(({ path }) => path.endsWith('vm.auto.tfvars.json'))!
        .content,
    ).toContain(address);
  });

  it('brings a request to done with everything, as the bundle says', async () => {
    await app.install(installSteps([await app.read('backlot/README.md')]));
    await app.shell('yarn workspace app build');

    await app.start(['backlot/app-config.requests.yaml'], {
      VCENTER_URL: lab.vcenter.url,
      VCENTER_USERNAME: lab.vcenter.username,
      VCENTER_PASSWORD: lab.vcenter.password,
      VCENTER_CA_FILE: join(app.folder, 'vcenter-ca.pem'),
      NETBOX_URL: lab.netbox.url,
      NETBOX_TOKEN: lab.netbox.leastPrivilegeToken,
      FORGE_URL: lab.forge.url,
      FORGE_TOKEN: lab.forge.token,
      ATLANTIS_URL: lab.atlantis.url,
      ATLANTIS_API_SECRET: lab.atlantis.apiSecret,
      BACKLOT_GATE_TOKEN: lab.credentials.gateToken,
    });

    const api = await GuestApi.signIn(app.url);
    await api.until('/vm-inventory/v1/sources', sourcesSchema, ({ items }) =>
      items.every(({ state }) => state === 'live'),
    );
    await api.until(
      '/catalog/entities/by-name/template/default/rhel9-vm-apply',
      z.unknown(),
      () => true,
    );
    await api.outputOf(
      await api.startTask('rhel9-vm', {
        name: 'fresh01',
        environment: 'development',
        size: 'small',
        place: { source: 'vcenter', datacenter: 'fra1' },
        network: 'fra1-dev-app',
        template: 'rhel9-2026.11',
        owner: 'group:default/guests',
        sshPublicKeys: [
          'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER anna@laptop',
        ],
        purpose: 'A first machine',
      }),
    );
    const { items } = await api.until(
      '/vm-requests/v1/requests',
      requestsSchema,
      requests => requests.items[0]?.state === 'done',
    );
    expect(items).toHaveLength(1);
  });

  it('shows its pages beside those of other plugins', async () => {
    const browser = await chromium.launch({
      executablePath: chromiumPath,
      args: ['--no-sandbox'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${app.url}/vm-requests`);
      await page.getByRole('button', { name: 'Enter' }).click();
      await page.getByText('fresh01').first().waitFor();
      const links = page.getByRole('link');
      expect((await links.allInnerTexts()).map(text => text.trim())).toEqual(
        expect.arrayContaining([
          'Virtual machines',
          'VM capacity',
          'VM sources',
          'VM requests',
        ]),
      );
      await page.getByRole('link', { name: 'VM sources', exact: true }).click();
      await page.getByText('vCenter').first().waitFor();
    } finally {
      await browser.close();
    }
  });

  it('finds the commands of the clients', async () => {
    expect(
      await app.shell('node_modules/.bin/netbox-client check', {
        NETBOX_URL: lab.netbox.url,
        NETBOX_TOKEN: lab.netbox.leastPrivilegeToken,
      }),
    ).toMatch(/ok +The custom field is unique/);
  });

  it('has declarations that name only what is declared', async () => {
    expect(declarationProblems(app.folder)).toEqual([]);
  });
});
