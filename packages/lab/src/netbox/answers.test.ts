import { smallCompany } from '../company/smallCompany';
import { FaultSwitches } from '../faults/FaultSwitches';
import { LabNetBox, LabNetBoxOptions, startNetBox } from './startNetBox';

interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

interface Listed {
  count: number;
  results: { id: number; name: string; display: string }[];
}

/** What a NetBox 4.6.8 answered to the same calls. */
describe('the answers of the NetBox of the lab', () => {
  let netbox: LabNetBox;

  const start = async (options: Partial<LabNetBoxOptions> = {}) => {
    netbox = await startNetBox({
      company: { ...smallCompany, machines: 0 },
      faults: new FaultSwitches(),
      delays: false,
      ...options,
    });
  };

  afterEach(() => netbox.close());

  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    token = netbox.token,
  ): Promise<Answer> => {
    const response = await fetch(`${netbox.url}/api/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text ? JSON.parse(text) : null,
    };
  };

  const list = async (path: string) => (await call('GET', path)).body as Listed;

  const prefixId = async () =>
    (await list('ipam/prefixes/?prefix=10.20.210.0/24')).results[0].id;

  const allocate = async (body: unknown) =>
    call('POST', `ipam/prefixes/${await prefixId()}/available-ips/`, body);

  const machine = (body: object = {}) =>
    call('POST', 'virtualization/virtual-machines/', {
      name: 'web01',
      cluster: 1,
      ...body,
    });

  describe('to what it refuses', () => {
    const machines = 'virtualization/virtual-machines/';
    const address = 'ipam/ip-addresses/1/';

    it.each<[string, string, unknown, number, unknown]>([
      [
        'POST',
        'extras/custom-fields/',
        { name: 'a__b', type: 'text', object_types: ['ipam.ipaddress'] },
        400,
        {
          name: ['Double underscores are not permitted in custom field names.'],
        },
      ],
      [
        'POST',
        'extras/custom-fields/',
        {
          name: 'x1',
          type: 'boolean',
          object_types: ['ipam.ipaddress'],
          unique: true,
        },
        400,
        { unique: ['Uniqueness cannot be enforced for boolean fields'] },
      ],
      [
        'POST',
        'extras/custom-fields/',
        { name: 'x2', type: 'nope', object_types: ['ipam.nope'] },
        400,
        {
          type: ['nope is not a valid choice.'],
          object_types: ['Invalid content type: ipam.nope'],
        },
      ],
      [
        'POST',
        'ipam/prefixes/',
        { prefix: '10.77.0.5/24' },
        400,
        {
          prefix: [
            '10.77.0.5/24 is not a valid prefix. Did you mean 10.77.0.0/24?',
          ],
        },
      ],
      [
        'POST',
        'ipam/ip-addresses/',
        { address: 'nope' },
        400,
        { address: ['Invalid IP address format: nope'] },
      ],
      [
        'PATCH',
        address,
        {
          assigned_object_type: 'virtualization.vminterface',
          assigned_object_id: 99,
        },
        400,
        {
          assigned_object_id: [
            'Related object not found using the provided value: 99.',
          ],
        },
      ],
      [
        'PATCH',
        address,
        { assigned_object_type: 'nope.nope', assigned_object_id: 1 },
        400,
        { assigned_object_type: ['Invalid content type: nope.nope'] },
      ],
      [
        'PATCH',
        address,
        { assigned_object_type: 'dcim.interface', assigned_object_id: 99 },
        400,
        {
          assigned_object_id: [
            'Related object not found using the provided value: 99.',
          ],
        },
      ],
      [
        'PATCH',
        address,
        { assigned_object_id: 1 },
        400,
        { assigned_object_type: ['This field cannot be null.'] },
      ],
      [
        'GET',
        'ipam/ip-addresses/abc/',
        undefined,
        404,
        { detail: 'Not found.' },
      ],
      [
        'GET',
        'ipam/ip-addresses/?id=abc',
        undefined,
        400,
        { id: ['Enter a whole number.'] },
      ],
      [
        'GET',
        'ipam/ip-addresses/?vrf_id=',
        undefined,
        400,
        { vrf_id: ['“” is not a valid value.'] },
      ],
      [
        'GET',
        'ipam/ip-addresses/?vrf_id=0',
        undefined,
        400,
        {
          vrf_id: [
            'Select a valid choice. 0 is not one of the available choices.',
          ],
        },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, site: 2 },
        400,
        {
          cluster: [
            'The selected cluster (fra1-prod-01) is not assigned to this site (Amsterdam).',
          ],
        },
      ],
      [
        'POST',
        machines,
        { name: 'web01' },
        400,
        {
          __all__: [
            'A virtual machine must be assigned to a site, cluster, or device.',
          ],
        },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, vcpus: 0 },
        400,
        {
          vcpus: [
            'Ensure this value is greater than or equal to 0.01000000000000000020816681711721685132943093776702880859375.',
          ],
        },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, vcpus: 1.555 },
        400,
        { vcpus: ['Ensure that there are no more than 2 decimal places.'] },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, memory: -1 },
        400,
        { memory: ['Ensure this value is greater than or equal to 0.'] },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, memory: 1.5 },
        400,
        { memory: ['A valid integer is required.'] },
      ],
      [
        'POST',
        machines,
        { name: 'web01', cluster: 1, disk: 99_999_999_999 },
        400,
        {
          disk: ['Ensure this value is less than or equal to 2147483647.'],
        },
      ],
      [
        'POST',
        'dcim/mac-addresses/',
        { mac_address: 'nope' },
        400,
        { mac_address: ['Invalid MAC address format: nope'] },
      ],
      [
        'POST',
        'dcim/mac-addresses/',
        {},
        400,
        { mac_address: ['This field is required.'] },
      ],
    ])('%s %s %j', async (method, path, body, status, expected) => {
      await start();
      expect(await call(method, path, body)).toMatchObject({
        status,
        body: expected,
      });
    });

    it.each<[unknown, unknown]>([
      [
        'text',
        [
          {
            non_field_errors: [
              'Invalid data. Expected a dictionary, but got str.',
            ],
          },
        ],
      ],
      [
        [1, 2],
        Array(2).fill({
          non_field_errors: [
            'Invalid data. Expected a dictionary, but got int.',
          ],
        }),
      ],
      [null, [['This field may not be null.']]],
      [
        { prefix_length: 99 },
        [{ prefix_length: 'Invalid prefix length (99) for IPv6' }],
      ],
      [
        { prefix_length: 23 },
        [
          {
            prefix_length:
              'Prefix length must be greater than or equal to the parent mask length (24)',
          },
        ],
      ],
    ])('an allocation of %j', async (body, expected) => {
      await start();
      expect(await allocate(body)).toMatchObject({
        status: 400,
        body: expected,
      });
    });

    it('permissions that the token lacks, also on kinds that Backlot only sees', async () => {
      await start({ permissions: [] });
      for (const path of [
        'virtualization/virtual-disks/',
        'ipam/ip-ranges/',
        'dcim/mac-addresses/',
      ]) {
        expect(
          await call('GET', path, undefined, {}, netbox.leastPrivilegeToken),
        ).toMatchObject({
          status: 403,
          body: {
            detail: 'You do not have permission to perform this action.',
          },
        });
      }
    });

    it('a second interface of one name', async () => {
      await start();
      await machine();
      const body = { virtual_machine: 1, name: 'eth0' };
      await call('POST', 'virtualization/interfaces/', body);
      expect(
        await call('POST', 'virtualization/interfaces/', body),
      ).toMatchObject({
        status: 400,
        body: {
          __all__: [
            'Interface with this Virtual machine and Name already exists.',
          ],
        },
      });
    });

    it('what came at the same time and was checked before it was there', async () => {
      await start({ delays: true });
      const answers = await Promise.all([machine(), machine()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 500]);
      expect(answers.find(({ status }) => status === 500)!.body).toMatchObject({
        error:
          'duplicate key value violates unique constraint "virtualization_virtualmachine_unique_name_cluster"\nDETAIL:  Key (lower(name::text), cluster_id)=(web01, 1) already exists.\n',
        exception: 'IntegrityError',
      });
      const eth0 = () =>
        call('POST', 'virtualization/interfaces/', {
          virtual_machine: 1,
          name: 'eth0',
        });
      const interfaces = await Promise.all([eth0(), eth0()]);
      expect(interfaces.map(({ status }) => status).sort()).toEqual([201, 500]);
    });

    it('an address in a range that is populated', async () => {
      await start();
      await call('POST', 'ipam/ip-ranges/', {
        start_address: '10.20.210.3/24',
        end_address: '10.20.210.20/24',
        mark_populated: true,
      });
      expect(
        await call('POST', 'ipam/ip-addresses/', { address: '10.20.210.5/24' }),
      ).toMatchObject({
        status: 400,
        body: {
          address: [
            'Cannot create IP address 10.20.210.5/24 inside range 10.20.210.3-20/24.',
          ],
        },
      });
    });

    it('a disk that is not the sum of the virtual disks', async () => {
      await start();
      await machine({ disk: 40_960 });
      const disk = await call('POST', 'virtualization/virtual-disks/', {
        virtual_machine: 1,
        name: 'd0',
        size: 20_480,
      });
      const path = 'virtualization/virtual-machines/1/';
      expect((await call('GET', path)).body).toMatchObject({
        disk: 20_480,
        virtual_disk_count: 1,
      });
      expect(await call('PATCH', path, { disk: 40_960 })).toMatchObject({
        status: 400,
        body: {
          disk: [
            'The specified disk size (40960) must match the aggregate size of assigned virtual disks (20480).',
          ],
        },
      });
      expect(await call('PATCH', path, { disk: null })).toMatchObject({
        status: 200,
        body: { disk: null },
      });
      const { id } = disk.body as { id: number };
      await call('DELETE', `virtualization/virtual-disks/${id}/`);
      expect((await call('GET', path)).body).toMatchObject({ disk: null });
    });

    it('a cluster of another site', async () => {
      await start();
      await machine();
      const { results } = await list(
        'virtualization/clusters/?name=ams1-dev-01',
      );
      expect(
        await call('PATCH', `${machines}1/`, { cluster: results[0].id }),
      ).toMatchObject({
        status: 400,
        body: {
          cluster: [
            'The selected cluster (ams1-dev-01) is not assigned to this site (Frankfurt).',
          ],
        },
      });
    });

    it('a name in another case in one cluster, and nowhere else', async () => {
      await start();
      await machine();
      expect(await machine({ name: 'WEB01' })).toMatchObject({
        status: 400,
        body: { __all__: ['Virtual machine name must be unique per cluster.'] },
      });
      for (const body of [
        { cluster: 2 },
        { cluster: null, site: 1 },
        { cluster: null, site: 1, name: 'WEB01' },
      ]) {
        expect(await machine(body)).toMatchObject({ status: 201 });
      }
    });

    it('a primary address that is none of the machine', async () => {
      await start();
      await machine();
      await call('POST', 'virtualization/interfaces/', {
        virtual_machine: 1,
        name: 'eth0',
      });
      const allocated = await allocate({});
      const { id, address: cidr } = allocated.body as {
        id: number;
        address: string;
      };
      const answerTo = (body: object) => call('PATCH', `${machines}1/`, body);
      const refuses = async (body: object, words: object) =>
        expect(await answerTo(body)).toMatchObject({
          status: 400,
          body: words,
        });

      await refuses(
        { primary_ip4: 999_999 },
        {
          primary_ip4: [
            'Related object not found using the provided numeric ID: 999999',
          ],
        },
      );
      await refuses(
        { primary_ip4: id },
        {
          primary_ip4: [
            `The specified IP address (${cidr}) is not assigned to this VM.`,
          ],
        },
      );
      await call('PATCH', `ipam/ip-addresses/${id}/`, {
        assigned_object_type: 'virtualization.vminterface',
        assigned_object_id: 1,
      });
      await refuses(
        { primary_ip6: id },
        {
          primary_ip6: [
            `Must be an IPv6 address. (${cidr} is an IPv4 address.)`,
          ],
        },
      );
      expect(await answerTo({ primary_ip4: id })).toMatchObject({
        status: 200,
        body: { primary_ip: { id } },
      });
    });

    it('in German if that is its language and the call asks for no other', async () => {
      await start({ language: 'de' });
      const key = { custom_fields: { backlot_allocation: 'k' } };
      await allocate(key);
      const german = await allocate([key]);
      expect(german.body).toEqual([
        {
          __all__: [
            "Das benutzerdefinierte Feld 'backlot_allocation' muss einen eindeutigen Wert haben.",
          ],
        },
      ]);
      expect(german.headers.get('content-language')).toBe('de');
      const english = await call(
        'POST',
        `ipam/prefixes/${await prefixId()}/available-ips/`,
        [key],
        { 'Accept-Language': 'en' },
      );
      expect(english.body).toEqual([
        {
          __all__: [
            "Custom field 'backlot_allocation' must have a unique value.",
          ],
        },
      ]);
    });
  });

  describe('to filters', () => {
    it.each([
      'ipam/prefixes/?prefix=',
      'ipam/ip-addresses/?dns_name=',
      'ipam/ip-addresses/?cf_backlot_allocation=',
      'virtualization/virtual-machines/?name__ie=',
    ])('%s is all that there is', async path => {
      await start();
      await machine();
      const { count } = await list(path);
      expect(count).toBeGreaterThan(0);
      expect(count).toBe((await list(path.replace(/\?.*/, ''))).count);
    });

    it('takes keys as they are, several as alternatives, "null" as unset and cuts white space off', async () => {
      await start();
      await allocate(
        ['a', 'b', 'a,b', 'null', ' sp '].map(key => ({
          dns_name: 'key.example',
          custom_fields: { backlot_allocation: key },
        })),
      );
      const count = async (query: string) =>
        (await list(`ipam/ip-addresses/?dns_name=key.example&${query}`)).count;
      const field = 'cf_backlot_allocation';
      expect(await count(`${field}=a`)).toBe(1);
      expect(await count(`${field}=A`)).toBe(0);
      expect(await count(`${field}=a,b`)).toBe(1);
      expect(await count(`${field}=a&${field}=b`)).toBe(2);
      expect(await count(`${field}=null`)).toBe(0);
      expect(await count(`${field}=%20sp%20`)).toBe(0);
      expect(await count(`cf_nope=a`)).toBe(5);
    });

    it('takes "null" for unset and not for empty, and is ignored by a field without a filter', async () => {
      await start();
      await allocate(
        ['a', '', null].map(key => ({
          dns_name: 'key.example',
          custom_fields: { backlot_allocation: key },
        })),
      );
      const found = async (query: string) =>
        (await list(`ipam/ip-addresses/?dns_name=key.example&${query}`)).results
          .length;
      expect(await found('cf_backlot_allocation=null')).toBe(1);
      const { results } = await list('extras/custom-fields/');
      await call('PATCH', `extras/custom-fields/${results[0].id}/`, {
        filter_logic: 'disabled',
      });
      expect(await found('cf_backlot_allocation=a')).toBe(3);
    });

    it('tells equal addresses of several VRFs apart', async () => {
      await start();
      const { body } = await call('POST', 'ipam/vrfs/', { name: 'vm-vrf' });
      const vrf = (body as { id: number }).id;
      for (const own of [{}, { vrf }]) {
        await call('POST', 'ipam/ip-addresses/', {
          address: '10.46.0.1/24',
          ...own,
        });
      }
      const count = async (query: string) =>
        (await list(`ipam/ip-addresses/?address=10.46.0.1&${query}`)).count;
      expect(await count('')).toBe(2);
      expect(await count('vrf_id=null')).toBe(1);
      expect(await count(`vrf_id=${vrf}`)).toBe(1);
      expect(await count(`vrf_id=null&vrf_id=${vrf}`)).toBe(2);
    });

    it('finds records by the route distinguisher of their VRF', async () => {
      await start();
      const { body } = await call('POST', 'ipam/vrfs/', {
        name: 'vm-vrf',
        rd: '65000:20',
      });
      await call('POST', 'ipam/prefixes/', {
        prefix: '10.20.210.0/24',
        vrf: (body as { id: number }).id,
      });
      expect((await list('ipam/prefixes/?vrf=65000:20')).count).toBe(1);
      expect(
        (await list('ipam/prefixes/?vrf=null&prefix=10.20.210.0/24')).count,
      ).toBe(1);
      expect((await list('ipam/ip-addresses/?vrf=65000:20')).count).toBe(0);
    });

    it('finds machines and interfaces by the names of what they are in', async () => {
      await start();
      await machine();
      for (const name of ['eth0', 'ETH0']) {
        await call('POST', 'virtualization/interfaces/', {
          virtual_machine: 1,
          name,
        });
      }
      const { results } = await list(
        'virtualization/interfaces/?virtual_machine=web01',
      );
      expect(results.map(({ name }) => name)).toEqual(['ETH0', 'eth0']);
      expect(
        (await list('virtualization/virtual-machines/?cluster=fra1-prod-01'))
          .count,
      ).toBe(1);
      expect(
        (await list('virtualization/virtual-machines/?cluster=fra1-dev-01'))
          .count,
      ).toBe(0);
    });

    it('finds MAC addresses however they are written, and nothing for what is none', async () => {
      await start();
      await call('POST', 'dcim/mac-addresses/', {
        mac_address: '00:50:56:00:00:2a',
      });
      for (const [written, count] of [
        ['00:50:56:00:00:2A', 1],
        ['0050.5600.002a', 1],
        ['00-50-56-00-00-2b', 0],
        ['nope', 0],
      ] as const) {
        expect(
          (await list(`dcim/mac-addresses/?mac_address=${written}`)).count,
        ).toBe(count);
      }
    });

    it('gives a preview of all free addresses for a negative limit, and a list its default', async () => {
      await start();
      const preview = await call(
        'GET',
        `ipam/prefixes/${await prefixId()}/available-ips/?limit=-1`,
      );
      expect(preview.body).toHaveLength(253);
      await allocate(Array(60).fill({}));
      expect((await list('ipam/ip-addresses/?limit=-1')).results).toHaveLength(
        50,
      );
    });
  });

  it.each<[string, number, string | null, string | null]>([
    ['limit=2', 2, 'limit=2&offset=2', null],
    ['limit=abc', 50, 'limit=50&offset=50', null],
    ['offset=-5&limit=1', 1, 'limit=1&offset=1', null],
    ['offset=1&limit=2', 2, 'limit=2&offset=3', 'limit=2'],
    ['offset=99999', 0, null, 'limit=50&offset=99949'],
    ['limit=0', 60, null, null],
  ])('gives of a list by %s what it asks for', async (query, ...expected) => {
    await start();
    await allocate(Array(60).fill({ dns_name: 'page.example' }));
    const { body } = await call(
      'GET',
      `ipam/ip-addresses/?dns_name=page.example&${query}`,
    );
    const { count, next, previous, results } = body as Listed & {
      next: string | null;
      previous: string | null;
    };
    const asked = (url: string | null) =>
      url && new URL(url).search.slice(1).replace('dns_name=page.example&', '');
    expect(count).toBe(60);
    expect([results.length, asked(next), asked(previous)]).toEqual(expected);
  });

  it('gives a preview of a thousand free addresses at most', async () => {
    await start();
    const { body } = await call('POST', 'ipam/prefixes/', {
      prefix: '10.48.0.0/20',
    });
    const path = `ipam/prefixes/${(body as { id: number }).id}/available-ips/`;
    for (const [query, length] of [
      ['limit=0', 1000],
      ['limit=5000', 1000],
      ['limit=2', 2],
      ['', 50],
    ] as const) {
      expect((await call('GET', `${path}?${query}`)).body).toHaveLength(length);
    }
  });

  it('deletes with an interface the address on it, which may be primary', async () => {
    await start();
    await machine();
    await call('POST', 'virtualization/interfaces/', {
      virtual_machine: 1,
      name: 'eth0',
    });
    const allocated = await allocate({
      assigned_object_type: 'virtualization.vminterface',
      assigned_object_id: 1,
    });
    const { id } = allocated.body as { id: number };
    const path = 'virtualization/virtual-machines/1/';
    await call('PATCH', path, { primary_ip4: id });
    expect(await call('DELETE', 'virtualization/interfaces/1/')).toMatchObject({
      status: 204,
    });
    expect((await call('GET', path)).body).toMatchObject({ primary_ip4: null });
    expect(await call('GET', `ipam/ip-addresses/${id}/`)).toMatchObject({
      status: 404,
      body: { detail: 'No IPAddress matches the given query.' },
    });
  });

  it.each([
    ['machine', 'virtualization/virtual-machines/1/'],
    ['address', 'ipam/ip-addresses/'],
  ])('deletes a primary address with its %s', async (what, path) => {
    await start();
    await machine();
    await call('POST', 'virtualization/interfaces/', {
      virtual_machine: 1,
      name: 'eth0',
    });
    const allocated = await allocate({
      assigned_object_type: 'virtualization.vminterface',
      assigned_object_id: 1,
    });
    const { id } = allocated.body as { id: number };
    const machinePath = 'virtualization/virtual-machines/1/';
    await call('PATCH', machinePath, { primary_ip4: id });
    expect(
      await call('DELETE', what === 'machine' ? path : `${path}${id}/`),
    ).toMatchObject({ status: 204 });
    expect(await call('GET', `ipam/ip-addresses/${id}/`)).toMatchObject({
      status: 404,
      body: { detail: 'No IPAddress matches the given query.' },
    });
    expect(await call('GET', machinePath)).toMatchObject(
      what === 'machine'
        ? { status: 404 }
        : { status: 200, body: { primary_ip: null, primary_ip4: null } },
    );
  });

  it.each([{ vcpus: 0.25 }, { disk: 0 }])(
    'takes %j of a machine',
    async hardware => {
      await start();
      await machine();
      expect(
        await call('PATCH', 'virtualization/virtual-machines/1/', hardware),
      ).toMatchObject({ status: 200, body: hardware });
    },
  );

  it('takes If-Match: * for any version', async () => {
    await start();
    const { status } = await call(
      'PATCH',
      'ipam/ip-addresses/1/',
      { status: 'active' },
      { 'If-Match': '*' },
    );
    expect(status).toBe(200);
  });

  it('keeps the site that a machine took from its cluster', async () => {
    await start();
    await machine();
    const path = 'virtualization/virtual-machines/1/';
    expect(await call('PATCH', path, { cluster: null })).toMatchObject({
      status: 200,
      body: { cluster: null, site: { name: 'Frankfurt' } },
    });
  });

  it('leaves populated ranges out of what is free, and no others', async () => {
    await start();
    const range = await call('POST', 'ipam/ip-ranges/', {
      start_address: '10.20.210.2/24',
      end_address: '10.20.210.20/24',
      mark_utilized: true,
    });
    expect((await allocate({})).body).toMatchObject({
      address: '10.20.210.2/24',
    });
    const { id } = range.body as { id: number };
    await call('PATCH', `ipam/ip-ranges/${id}/`, { mark_populated: true });
    expect((await allocate({})).body).toMatchObject({
      address: '10.20.210.21/24',
    });
  });

  it('lets a primary MAC address go only with its interface', async () => {
    await start();
    await machine();
    const eth0 = await call('POST', 'virtualization/interfaces/', {
      virtual_machine: 1,
      name: 'eth0',
    });
    const { id } = eth0.body as { id: number };
    const assigned = {
      assigned_object_type: 'virtualization.vminterface',
      assigned_object_id: id,
    };
    const mac = await call('POST', 'dcim/mac-addresses/', {
      mac_address: '00:50:56:00:00:2a',
      ...assigned,
    });
    const { id: macId } = mac.body as { id: number };
    const path = `virtualization/interfaces/${id}/`;
    expect(
      (await call('PATCH', path, { primary_mac_address: macId })).body,
    ).toMatchObject({
      mac_address: '00:50:56:00:00:2A',
      primary_mac_address: { id: macId },
      mac_addresses: [{ id: macId }],
    });
    expect(
      await call('PATCH', `dcim/mac-addresses/${macId}/`, {
        assigned_object_type: null,
        assigned_object_id: null,
      }),
    ).toMatchObject({
      status: 400,
      body: {
        __all__: [
          'Cannot unassign MAC Address while it is designated as the primary MAC for an object',
        ],
      },
    });
    await call('DELETE', path);
    expect((await list('dcim/mac-addresses/')).count).toBe(0);
  });
});
