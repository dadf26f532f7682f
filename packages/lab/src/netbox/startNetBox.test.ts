import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallCompany } from '../company/smallCompany';
import { Fault, FaultSwitches } from '../faults/FaultSwitches';
import { LabNetBox, LabNetBoxOptions, startNetBox } from './startNetBox';

/** What the tests look at in answers of all kinds. */
interface Body {
  id: number;
  name: string;
  username: string;
  address: string;
  prefix: string;
  status: { value: string };
  display_url: string;
  last_updated: string;
  count: number;
  next: string | null;
  results: Body[];
}

interface Answer {
  status: number;
  body: Body;
}

describe('the NetBox of the lab', () => {
  const faults = new FaultSwitches();
  const running: LabNetBox[] = [];

  const start = async (options: Partial<LabNetBoxOptions> = {}) => {
    const netbox = await startNetBox({
      company: smallCompany,
      faults,
      delays: false,
      ...options,
    });
    running.push(netbox);
    return netbox;
  };

  afterEach(async () => {
    faults.switchOff();
    await Promise.all(running.splice(0).map(netbox => netbox.close()));
  });

  const call = async (
    netbox: LabNetBox,
    path: string,
    options: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<Answer> => {
    const response = await fetch(`${netbox.url}/api/${path}`, {
      method: options.method ?? 'GET',
      headers: {
        Authorization: `Bearer ${options.token ?? netbox.token}`,
        'Content-Type': 'application/json',
      },
      body:
        options.body === undefined ? undefined : JSON.stringify(options.body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : null };
  };

  const prefixId = async (netbox: LabNetBox, prefix: string) =>
    (await call(netbox, `ipam/prefixes/?prefix=${prefix}`)).body.results[0].id;

  const allocate = async (netbox: LabNetBox, body: unknown) =>
    call(
      netbox,
      `ipam/prefixes/${await prefixId(
        netbox,
        '10.20.210.0/24',
      )}/available-ips/`,
      { method: 'POST', body },
    );

  it('knows the prefix of each network, and its gateway and DNS servers', async () => {
    const netbox = await start();
    for (const network of smallCompany.networks) {
      const { body } = await call(
        netbox,
        `ipam/prefixes/?contains=${network.gateway}`,
      );
      expect(
        body.results.map(prefix => [prefix.prefix, prefix.status.value]),
      ).toEqual([
        [expect.stringMatching(/\/16$/), 'container'],
        [network.prefix, 'active'],
      ]);
      for (const address of [network.gateway, ...network.dnsServers]) {
        const found = await call(
          netbox,
          `ipam/ip-addresses/?address=${address}`,
        );
        expect([address, found.body.count]).toEqual([address, 1]);
      }
    }
  });

  it('knows the clusters and the addresses of the machines that run', async () => {
    const netbox = await start({
      addresses: [
        { address: '10.20.210.17', dnsName: 'Web01.dev.acme.example' },
      ],
    });
    const clusters = await call(netbox, 'virtualization/clusters/');
    expect(clusters.body.results.map(({ name }) => name)).toEqual([
      'ams1-dev-01',
      'ams1-prod-01',
      'fra1-dev-01',
      'fra1-prod-01',
      'fra1-prod-02',
    ]);
    const found = await call(
      netbox,
      'ipam/ip-addresses/?dns_name=web01.dev.acme.example',
    );
    expect(found.body.results[0]).toMatchObject({
      address: '10.20.210.17/24',
      status: { value: 'active' },
    });
  });

  it('has the custom field for allocations unless it is left out', async () => {
    const path = 'extras/custom-fields/?name=backlot_allocation';
    expect((await call(await start(), path)).body.results).toMatchObject([
      { unique: true, filter_logic: { value: 'exact' } },
    ]);
    const without = await start({ allocationField: false });
    expect((await call(without, path)).body.count).toBe(0);
  });

  it('lets one of twenty at once have a unique value, and one lock order them', async () => {
    const netbox = await start();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        allocate(netbox, { custom_fields: { backlot_allocation: 'k' } }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(19).fill(400)]);
    expect(answers.find(({ status }) => status === 400)?.body).toEqual({
      __all__: ["Custom field 'backlot_allocation' must have a unique value."],
    });
  });

  it('takes as long for an allocation as a real one, one after the other', async () => {
    const netbox = await start({ delays: true });
    const path = `ipam/prefixes/${await prefixId(
      netbox,
      '10.20.210.0/24',
    )}/available-ips/`;
    const began = performance.now();
    await Promise.all(
      [1, 2, 3].map(() => call(netbox, path, { method: 'POST', body: {} })),
    );
    expect(performance.now() - began).toBeGreaterThan(3 * 33);
  });

  it('may do with each token what it is for', async () => {
    const netbox = await start();
    const statusOf = async (token: string, path: string, method: string) =>
      (await call(netbox, path, { token, method, body: undefined })).status;
    const { token, readOnlyToken, leastPrivilegeToken } = netbox;
    const none = 'ipam/ip-addresses/0/';
    expect(await statusOf(token, none, 'DELETE')).toBe(404);
    expect(await statusOf(readOnlyToken, none, 'DELETE')).toBe(403);
    expect(await statusOf(leastPrivilegeToken, none, 'DELETE')).toBe(404);
    const field = 'extras/custom-fields/1/';
    expect(await statusOf(leastPrivilegeToken, field, 'GET')).toBe(200);
    expect(await statusOf(leastPrivilegeToken, field, 'DELETE')).toBe(403);
  });

  it('goes through long lists page by page', async () => {
    const netbox = await start();
    await allocate(netbox, Array(120).fill({}));
    const seen: string[] = [];
    let next: string | null = `${netbox.url}/api/ipam/ip-addresses/?limit=50`;
    while (next) {
      const { body }: Answer = await call(
        netbox,
        next.slice(`${netbox.url}/api/`.length),
      );
      seen.push(...body.results.map(({ address }) => address));
      next = body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(120);
  });

  it('links to pages that show an address, its prefix and its machine, and no HTML of others', async () => {
    const netbox = await start();
    const { body } = await allocate(netbox, {
      description: '<script>alert(1)</script>',
    });
    const page = await fetch(body.display_url);
    const text = await page.text();
    expect(page.status).toBe(200);
    expect(text).toContain(body.address);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>');
    const [, prefixPath] = /href="(\/ipam\/prefixes\/\d+\/)">10\.20\.210/.exec(
      text,
    )!;
    const prefixPage = await fetch(`${netbox.url}${prefixPath}`);
    expect(await prefixPage.text()).toContain(body.address);
    const home = await fetch(`${netbox.url}/`);
    expect(await home.text()).toContain('10.20.210.0/24');
    const machine = await call(netbox, 'virtualization/virtual-machines/', {
      method: 'POST',
      body: { name: 'web01', cluster: 1 },
    });
    const machinePage = await fetch(machine.body.display_url);
    expect(await machinePage.text()).toContain('fra1-prod-01');
    expect((await fetch(`${netbox.url}/ipam/prefixes/999/`)).status).toBe(404);
  });

  describe('kept on disk', () => {
    let directory: string;

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'lab-netbox-'));
    });

    afterEach(() => rm(directory, { recursive: true }));

    it('knows after a restart what it knew, its tokens too', async () => {
      const before = await start({ directory });
      const { body } = await allocate(before, { description: 'kept' });
      await before.close();
      running.pop();
      const after = await start({ directory });
      expect(after.token).toBe(before.token);
      const kept = await call(after, `ipam/ip-addresses/${body.id}/`);
      expect(kept.body).toMatchObject({
        address: body.address,
        description: 'kept',
        last_updated: body.last_updated,
      });
      const next = await allocate(after, {});
      expect(next.body.id).toBe(body.id + 1);
    });

    it('has written what it answered', async () => {
      const before = await start({ directory });
      await allocate(before, { description: 'kept' });
      const copied = join(directory, 'copy');
      await mkdir(copied);
      await copyFile(
        join(directory, 'netbox.json'),
        join(copied, 'netbox.json'),
      );
      const copy = await start({ directory: copied });
      const found = await call(copy, 'ipam/ip-addresses/?description=kept');
      expect(found.body.count).toBe(1);
    });
  });

  it('takes a token that it is given, of either version', async () => {
    const token = '0123456789abcdef0123456789abcdef01234567';
    const netbox = await start({ token });
    const answer = await call(netbox, 'authentication-check/', { token });
    expect([netbox.token, answer.status, answer.body.username]).toEqual([
      token,
      200,
      'admin',
    ]);
  });

  describe('with a fault', () => {
    const count = async (netbox: LabNetBox) =>
      (await call(netbox, 'ipam/ip-addresses/?limit=1')).body.count;
    const on = (kind: Fault['kind'], more: Partial<Fault> = {}) =>
      faults.switchOn({ peer: 'netbox', kind, ...more });

    it('cuts connections when it is down', async () => {
      const netbox = await start();
      on('down', { times: 1 });
      await expect(call(netbox, 'status/')).rejects.toThrow('fetch failed');
      expect((await call(netbox, 'status/')).status).toBe(200);
    });

    it('holds answers back when it is slow', async () => {
      const netbox = await start();
      on('slow', { delayMs: 80 });
      const began = performance.now();
      await call(netbox, 'status/');
      expect(performance.now() - began).toBeGreaterThan(75);
    });

    it('refuses tokens', async () => {
      const netbox = await start();
      on('token-refused');
      expect(await call(netbox, 'status/')).toEqual({
        status: 403,
        body: { detail: 'Invalid v2 token' },
      });
    });

    it('does the work whose answer is lost, and loses no answer of a read', async () => {
      const netbox = await start();
      const before = await count(netbox);
      on('answer-lost', { times: 1 });
      expect(await count(netbox)).toBe(before);
      await expect(allocate(netbox, {})).rejects.toThrow('fetch failed');
      expect(await count(netbox)).toBe(before + 1);
    });

    it('says that prefixes are full', async () => {
      const netbox = await start();
      on('prefix-full', { times: 1 });
      expect(await allocate(netbox, {})).toEqual({
        status: 409,
        body: {
          detail: 'Insufficient resources are available to satisfy the request',
        },
      });
      expect((await allocate(netbox, {})).status).toBe(201);
    });
  });
});
