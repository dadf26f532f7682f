import { mockServices } from '@backstage/backend-test-utils';
import {
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { createInventoryPeer } from './InventoryPeer';

const ref = { source: 'lab', id: 'vm-1' };
const asOf = '2026-11-21T12:00:00.000Z';

function peerOf(options: {
  /** Of the source. */
  state?: string;
  /** Undefined: there is none. */
  machine?: object;
  /** Those that a list shows. */
  machines?: object[];
  details?: () => Promise<unknown>;
  changePower?: (machine: object, request: object) => Promise<unknown>;
  /** Of what was begun, look by look. */
  outcomes?: string[];
  error?: string;
  reserveGrowth?: (machine: object, growth: object) => Promise<unknown>;
  macAddresses?: (network: { id: string }) => Promise<string[]>;
  templates?: object[];
}) {
  const { state = 'live', machine } = options;
  const freshness = { version: 1, sources: [{ source: 'lab', state }] };
  const asked: string[] = [];
  const items: Record<string, object[]> = {
    datacenter: [{ id: 'dc-1' }],
    network: [{ id: 'network-1' }, { id: 'dvportgroup-2' }],
    machine: options.machines ?? [],
    template: options.templates ?? [],
  };
  const inventory = {
    get: async (kind: string, { id }: { id: string }) => {
      if (kind !== 'machine') {
        return { id, name: `name of ${id}`, path: `path of ${id}`, freshness };
      }
      if (!machine) {
        throw new NotFoundError('There is no machine');
      }
      return { ...machine, freshness };
    },
    list: async (kind: string, query: unknown) => {
      asked.push(`${kind} ${JSON.stringify(query)}`);
      return { items: items[kind], freshness };
    },
    changePower: options.changePower,
    reserveGrowth: options.reserveGrowth,
    getMachineOperation: async () => ({
      outcome: options.outcomes?.shift(),
      error: options.error,
    }),
    machineDetails: async () => {
      asked.push('details');
      return options.details?.();
    },
    listMacAddresses: async (network: { id: string }) => ({
      asOf,
      macAddresses: await options.macAddresses?.(network),
    }),
  } as unknown as VmInventoryService;
  const peer = createInventoryPeer({
    inventory,
    auth: mockServices.auth(),
    signal: new AbortController().signal,
  });
  return { peer, asked };
}

const cards = (...addresses: string[][]) => ({
  asOf,
  networkCards: addresses.map(each => ({ addresses: each })),
});

describe('lookAtGuest', () => {
  it('asks for no more when the inventory shows the expected address', async () => {
    const { peer, asked } = peerOf({
      machine: { power: 'on', ipAddress: '10.0.0.7' },
    });
    expect(await peer.lookAtGuest(ref, ['10.0.0.7'])).toEqual({
      machine: 'on',
      addresses: ['10.0.0.7'],
    });
    expect(asked).toEqual([]);
  });

  it('asks for all addresses when it shows another', async () => {
    const { peer } = peerOf({
      machine: { power: 'on', ipAddress: 'fd00::7' },
      details: async () => cards(['fd00::7', '10.0.0.7'], []),
    });
    expect((await peer.lookAtGuest(ref, ['10.0.0.7'])).addresses).toEqual([
      'fd00::7',
      '10.0.0.7',
    ]);
  });

  it('makes do with what it shows where the source cannot be asked', async () => {
    const { peer } = peerOf({
      machine: { power: 'on', ipAddress: '10.0.0.9' },
      details: async () => {
        throw new NotImplementedError('no');
      },
    });
    expect((await peer.lookAtGuest(ref, ['10.0.0.7'])).addresses).toEqual([
      '10.0.0.9',
    ]);
  });

  it.each<[string, object | undefined, string, string]>([
    ['on', { power: 'on' }, 'live', 'on'],
    ['off', { power: 'off' }, 'live', 'off'],
    ['suspended', { power: 'suspended' }, 'live', 'off'],
    ['not there', undefined, 'live', 'absent'],
    ['off when last seen', { power: 'off' }, 'stale', 'unknown'],
    ['on when last seen', { power: 'on' }, 'stale', 'unknown'],
    [
      'off, and inaccessible',
      { power: 'off', connection: 'inaccessible' },
      'live',
      'unknown',
    ],
    [
      'on, and disconnected',
      { power: 'on', connection: 'disconnected' },
      'live',
      'unknown',
    ],
    [
      'on and connected',
      { power: 'on', connection: 'connected' },
      'live',
      'on',
    ],
    ['not there when last seen', undefined, 'loading', 'unknown'],
  ])('says of a machine that is %s', async (_, machine, state, said) => {
    const { peer } = peerOf({ machine, state });
    expect(await peer.lookAtGuest(ref, ['10.0.0.7'])).toEqual({
      machine: said,
      addresses: [],
    });
  });
});

describe('listMacAddresses', () => {
  const network = { source: 'lab', datacenter: 'fra1', network: 'app' };

  it('asks for each network of that name in the datacenter, and no other', async () => {
    const { peer, asked } = peerOf({
      macAddresses: async ({ id }) => [`of ${id}`],
    });
    expect(await peer.listMacAddresses(network)).toEqual([
      'of network-1',
      'of dvportgroup-2',
    ]);
    expect(asked[1]).toBe(
      'network {"filter":{"source":"lab","datacenter":["dc-1"],"name":"app"}}',
    );
  });

  it('knows none where the source cannot be asked', async () => {
    const { peer } = peerOf({
      macAddresses: async () => {
        throw new NotImplementedError('no');
      },
    });
    expect(await peer.listMacAddresses(network)).toEqual([]);
  });

  it('fails when the source does not answer', async () => {
    const { peer } = peerOf({
      macAddresses: async () => {
        throw new ServiceUnavailableError('down');
      },
    });
    await expect(peer.listMacAddresses(network)).rejects.toThrow('down');
  });
});

describe('switchOff', () => {
  const machine = { ...ref, operation: '01JD0000000000000000000000' };

  it('has the guest shut down under the id of the caller, and waits', async () => {
    const calls: unknown[] = [];
    const { peer } = peerOf({
      changePower: async (_, request) => {
        calls.push(request);
        return { ...machine, machine: 'vm-1', outcome: 'running' };
      },
      outcomes: ['running', 'done'],
    });

    expect(await peer.switchOff(machine)).toBeUndefined();
    expect(calls).toEqual([
      { operation: 'shut-down', force: true, id: machine.operation },
    ]);
  });

  it('says why it did not end well', async () => {
    const { peer } = peerOf({
      changePower: async () => ({ id: 'x', source: 'lab', machine: 'vm-1' }),
      outcomes: ['unknown'],
      error: 'The guest does not answer.',
    });
    expect(await peer.switchOff(machine)).toBe('The guest does not answer.');
  });

  it('says what is missing where no account may write, and fails where nothing answers', async () => {
    const failing = (error: Error) =>
      peerOf({
        changePower: async () => {
          throw error;
        },
      }).peer.switchOff(machine);
    expect(await failing(new NotImplementedError('No such account.'))).toBe(
      'No such account.',
    );
    await expect(
      failing(new ServiceUnavailableError('No answer.')),
    ).rejects.toThrow('No answer.');
  });
});

describe('look', () => {
  const known = { ...ref, name: 'web01', instanceUuid: 'ABCD' };

  it('finds a machine by its id, whatever it is called by now', async () => {
    const { peer } = peerOf({ machine: { ...ref, name: 'other' } });
    expect(await peer.look(known)).toMatchObject({
      machine: { name: 'other' },
      live: true,
    });
  });

  it('finds one that was registered anew by what it keeps', async () => {
    const { peer } = peerOf({
      machines: [{ source: 'lab', id: 'vm-9', instanceUuid: 'abcd' }],
    });
    expect(await peer.look(known)).toMatchObject({ machine: { id: 'vm-9' } });
  });

  it('finds none where there is none, and says whether that can be trusted', async () => {
    expect(await peerOf({ state: 'stale' }).peer.look(known)).toEqual({
      machine: undefined,
      live: false,
    });
  });
});

describe('lookAtAll', () => {
  it('asks for a hundred machines at a time', async () => {
    const { peer, asked } = peerOf({ machines: [{ ...ref, name: 'web01' }] });
    const ids = Array.from({ length: 150 }, (_, index) => `vm-${index}`);
    const seen = await peer.lookAtAll({ source: 'lab', ids });
    expect(seen).toMatchObject([{ name: 'web01' }, { name: 'web01' }]);
    expect(asked).toEqual(
      [ids.slice(0, 100), ids.slice(100)].map(
        id =>
          `machine ${JSON.stringify({
            filter: { source: 'lab', id },
            limit: 100,
          })}`,
      ),
    );
  });
});

describe('reserveGrowth', () => {
  it('keeps room under the id of a request, in bytes, and only checks without one', async () => {
    const growths: unknown[] = [];
    const { peer } = peerOf({
      reserveGrowth: async (machine, growth) => {
        growths.push([machine, growth]);
      },
    });
    const asked = { source: 'lab', machine: 'vm-1', cpus: 2, memoryMib: 0 };
    await peer.reserveGrowth({
      ...asked,
      diskGib: 1,
      reservation: { id: 'r1', milliseconds: 3600_000 },
    });
    await peer.reserveGrowth({ ...asked, diskGib: 0 });
    const amounts = { cpus: 2, memoryMib: 0 };
    expect(growths).toEqual([
      [
        ref,
        {
          ...amounts,
          diskBytes: 1024 ** 3,
          reservation: { id: 'r1', ttlSeconds: 3600 },
        },
      ],
      [ref, { ...amounts, diskBytes: 0, reservation: undefined }],
    ]);
  });
});

describe('placeOf', () => {
  it('names where the machine is now, as far as its source says', async () => {
    const place = {
      cluster: 'c-1',
      resourcePool: 'pool-1',
      folder: 'f-1',
      datastores: ['ds-1'],
    };
    const { peer } = peerOf({ machine: place });
    expect(await peer.placeOf(ref)).toEqual({
      cluster: { id: 'c-1', name: 'name of c-1' },
      resourcePool: { id: 'pool-1', name: 'name of pool-1' },
      datastores: [{ id: 'ds-1', name: 'name of ds-1' }],
      folder: { id: 'f-1', path: 'path of f-1' },
    });
    expect(
      await peerOf({ machine: { datastores: [] } }).peer.placeOf(ref),
    ).toEqual({ datastores: [] });
  });
});

describe('listTemplates', () => {
  const where = {
    source: 'lab',
    datacenter: 'fra1',
    providerVersion: '1.26.0',
  };
  const template = (id: string, uuid: string, more: object = {}) => ({
    id,
    name: id,
    uuid,
    disks: [{ label: 'Hard disk 1', sizeBytes: 40 * 1024 ** 3 - 1 }],
    ...more,
  });

  it('says of each what stands in its way with the given provider', async () => {
    const { peer } = peerOf({
      templates: [
        template('a', '1', { guestId: 'rhel9_64Guest', firmware: 'efi' }),
        template('b', '2', {
          problems: [
            { message: 'Old.', providerVersions: '<2' },
            { message: 'New.', providerVersions: '>=2' },
          ],
        }),
        template('c', '2'),
      ],
    });
    expect(await peer.listTemplates(where)).toEqual([
      {
        id: 'a',
        name: 'a',
        uuid: '1',
        guestId: 'rhel9_64Guest',
        firmware: 'efi',
        disksGib: [40],
        problems: [],
      },
      expect.objectContaining({
        id: 'b',
        problems: ['Old.', expect.stringMatching(/^c has its UUID, too/)],
      }),
      expect.objectContaining({
        id: 'c',
        problems: [expect.stringMatching(/^b has its UUID, too/)],
      }),
    ]);
  });
});
