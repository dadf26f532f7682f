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
  details?: () => Promise<unknown>;
  macAddresses?: (network: { id: string }) => Promise<string[]>;
}) {
  const { state = 'live', machine } = options;
  const freshness = { version: 1, sources: [{ source: 'lab', state }] };
  const asked: string[] = [];
  const items: Record<string, object[]> = {
    datacenter: [{ id: 'dc-1' }],
    network: [{ id: 'network-1' }, { id: 'dvportgroup-2' }],
    machine: [],
  };
  const inventory = {
    get: async () => {
      if (!machine) {
        throw new NotFoundError('There is no machine');
      }
      return { ...machine, freshness };
    },
    list: async (kind: string, query: unknown) => {
      asked.push(`${kind} ${JSON.stringify(query)}`);
      return { items: items[kind], freshness };
    },
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
    expect(await peer.lookAtGuest(ref, '10.0.0.7')).toEqual({
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
    expect((await peer.lookAtGuest(ref, '10.0.0.7')).addresses).toEqual([
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
    expect((await peer.lookAtGuest(ref, '10.0.0.7')).addresses).toEqual([
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
    expect(await peer.lookAtGuest(ref, '10.0.0.7')).toEqual({
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
