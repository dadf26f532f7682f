import * as fc from 'fast-check';
import { Folder, InventoryObject } from '../objects';
import { Reservation } from '../reservations';
import {
  cluster,
  datacenter,
  datastore,
  GIB,
  hosts,
  inventoryOf,
  machine,
  network,
  pool,
  reservation,
  site,
  source,
  template,
} from './__testUtils__/site';
import { choosePlacement } from './choosePlacement';
import { PlacementRequest } from './Placement';
import { defaultPlacementPolicy } from './PlacementPolicy';

const request: PlacementRequest = {
  source,
  network: network.id,
  template: template.id,
  cpus: 2,
  memoryMib: 4096,
  diskBytes: 40 * GIB,
};

function chosen(decision: ReturnType<typeof choosePlacement>) {
  if (!decision.fits) {
    throw new Error(decision.reasons.map(({ reason }) => reason).join(' '));
  }
  return decision.placement;
}

function whyNot(decision: ReturnType<typeof choosePlacement>) {
  if (decision.fits) {
    throw new Error(`fits on ${decision.placement.cluster.name}`);
  }
  return decision.reasons.map(({ reason }) => reason);
}

describe('choosePlacement', () => {
  it('answers ids and names of all that a machine needs', () => {
    const folder: Folder = {
      kind: 'folder',
      source,
      id: 'group-v1',
      name: 'development',
      datacenter: datacenter.id,
      path: 'backlot/development',
      holds: 'machines',
    };
    const { reasons, ...placement } = chosen(
      choosePlacement(
        inventoryOf(...site('a'), folder),
        { ...request, folder: folder.id },
        [],
      ),
    );

    expect(placement).toEqual({
      source,
      datacenter: { id: 'datacenter-1', name: 'fra1' },
      cluster: { id: 'domain-a', name: 'a' },
      resourcePool: { id: 'resgroup-a', name: 'Resources' },
      datastore: { id: 'datastore-a', name: 'a-ds' },
      network: { id: 'dvportgroup-1', name: 'fra1-dev-app' },
      folder: { id: 'group-v1', path: 'backlot/development' },
      template: {
        id: 'vm-1',
        name: 'rhel9',
        uuid: '4210',
        guestId: 'rhel9_64Guest',
        disks: template.disks,
      },
    });
  });

  it('says in sentences what is given and kept', () => {
    const { reasons } = chosen(
      choosePlacement(inventoryOf(...site('a'), machine('web')), request, [
        reservation(),
      ]),
    );

    expect(reasons).toEqual([
      {
        id: 'domain-a',
        name: 'a',
        fits: true,
        reason:
          'a: 8 GiB given and 12 GiB reserved of 1,024 GiB memory, 4 given and 4 reserved of 256 virtual CPUs.',
      },
      {
        id: 'datastore-a',
        name: 'a-ds',
        fits: true,
        reason: 'a-ds: 400 GiB used and 100 GiB reserved of 900 GiB.',
      },
    ]);
  });

  it('takes the cluster of which most is left, reservations counted', () => {
    const inventory = inventoryOf(...site('a', 'b'));

    expect(chosen(choosePlacement(inventory, request, [])).cluster.name).toBe(
      'a',
    );
    expect(
      chosen(choosePlacement(inventory, request, [reservation()])).cluster.name,
    ).toBe('b');
  });

  it('takes the datastore with most space left', () => {
    const inventory = inventoryOf(
      datacenter,
      network,
      template,
      cluster('a', { datastores: ['datastore-x', 'datastore-y'] }),
      ...hosts('a'),
      pool('a'),
      datastore('x'),
      datastore('y', { freeBytes: 700 * GIB }),
    );

    expect(chosen(choosePlacement(inventory, request, [])).datastore.name).toBe(
      'y-ds',
    );
  });

  it('keeps the place of an earlier choice while it fits', () => {
    const inventory = inventoryOf(...site('a', 'b'));
    const keep = { cluster: 'domain-b', datastore: 'datastore-b' };

    expect(
      chosen(choosePlacement(inventory, request, [], { keep })).cluster.name,
    ).toBe('b');
    expect(
      chosen(
        choosePlacement(
          inventory,
          request,
          [
            reservation({
              cluster: 'domain-b',
              datastore: 'datastore-b',
              diskBytes: 500 * GIB,
            }),
          ],
          { keep },
        ),
      ).cluster.name,
    ).toBe('a');
  });

  it('places on a member of the datastore cluster that was asked for', () => {
    const inventory = inventoryOf(
      datacenter,
      network,
      template,
      cluster('a', {
        datastores: ['datastore-x', 'datastore-y', 'datastore-pod'],
      }),
      ...hosts('a'),
      pool('a'),
      datastore('pod', { type: 'cluster', freeBytes: 1000 * GIB }),
      datastore('x', { datastoreCluster: 'datastore-pod' }),
      datastore('y', { freeBytes: 700 * GIB }),
    );

    expect(
      chosen(
        choosePlacement(
          inventory,
          { ...request, datastore: 'datastore-pod' },
          [],
        ),
      ).datastore.id,
    ).toBe('datastore-x');
  });

  it('takes a datastore of one host only when asked, or where there is one host', () => {
    const local = datastore('a', { shared: false });
    const base = [datacenter, network, template, ...hosts('a'), pool('a')];
    const inventory = inventoryOf(...base, cluster('a'), local);

    expect(whyNot(choosePlacement(inventory, request, []))).toContain(
      'a-ds: only one host reaches it; taken only when it is asked for.',
    );
    expect(
      chosen(
        choosePlacement(inventory, { ...request, datastore: local.id }, []),
      ).datastore.id,
    ).toBe(local.id);
    expect(
      chosen(
        choosePlacement(
          inventoryOf(...base, cluster('a', { hosts: 1 }), local),
          request,
          [],
        ),
      ).datastore.id,
    ).toBe(local.id);
  });

  it.each<[string, InventoryObject[], Partial<PlacementRequest>, string]>([
    [
      'network out of reach',
      [cluster('a', { networks: [] })],
      {},
      'a: its hosts do not reach network fra1-dev-app.',
    ],
    [
      'datacenter other than asked',
      [cluster('a')],
      { datacenter: 'datacenter-2', clusters: ['domain-a'] },
      'a: it is in datacenter fra1, not in the one asked for.',
    ],
    [
      'template elsewhere',
      [cluster('a', { datacenter: 'datacenter-2' })],
      {},
      'a: template rhel9 is in another datacenter.',
    ],
    [
      'no usable host',
      [cluster('a', { usableHosts: 0 })],
      {},
      'a: none of its hosts is connected and out of maintenance.',
    ],
    [
      'more CPUs than a host has threads',
      [cluster('a')],
      { cpus: 65 },
      'a: its largest host runs 64 threads, which is fewer than the 65 virtual CPUs asked for.',
    ],
    [
      'more memory than a host has',
      [cluster('a')],
      { memoryMib: 600 * 1024 },
      'a: its largest host has 512 GiB memory, which is less than the 600 GiB asked for.',
    ],
    [
      'memory given away',
      [cluster('a'), machine('db', { memoryMib: 1023 * 1024 })],
      {},
      'a: 1,023 GiB given and 0 GiB reserved of 1,024 GiB memory, 4 given and 0 reserved of 256 virtual CPUs; no room for 4 GiB memory.',
    ],
    [
      'CPUs given away, by the cluster of the host',
      [
        cluster('a'),
        machine('db', { cluster: undefined, host: 'host-a-1', cpus: 255 }),
      ],
      {},
      'a: 8 GiB given and 0 GiB reserved of 1,024 GiB memory, 255 given and 0 reserved of 256 virtual CPUs; no room for 2 virtual CPUs.',
    ],
    [
      'datastore full',
      [cluster('a')],
      { diskBytes: 501 * GIB },
      'a-ds: 400 GiB used and 0 GiB reserved of 900 GiB; no room for 501 GiB.',
    ],
    [
      'no datastore reached',
      [cluster('a', { datastores: [] })],
      {},
      'a: its hosts reach no datastore.',
    ],
    [
      'other resource pool',
      [cluster('a'), pool('z')],
      { resourcePool: 'resgroup-z' },
      'a: resource pool Resources belongs to another cluster.',
    ],
  ])('does not place: %s', (_, objects, asked, reason) => {
    const inventory = inventoryOf(
      ...objects,
      ...site('a').filter(object => object.kind !== 'cluster'),
    );

    expect(
      whyNot(choosePlacement(inventory, { ...request, ...asked }, [])),
    ).toContain(reason);
  });

  it.each([
    [{ accessible: false }, 'a-ds: not accessible.'],
    [{ maintenance: true }, 'a-ds: in maintenance.'],
  ])('leaves a datastore that is %p', (overrides, reason) => {
    const inventory = inventoryOf(
      ...site('a').filter(object => object.kind !== 'datastore'),
      datastore('a', overrides),
    );

    expect(whyNot(choosePlacement(inventory, request, []))).toContain(reason);
  });

  it.each<[string, Partial<PlacementRequest>, RegExp]>([
    ['network', { network: 'x' }, /no network 'x' in 'fra'/],
    ['template', { template: 'x' }, /no template 'x' in 'fra'/],
    ['cluster', { clusters: ['x'] }, /no cluster 'x' in 'fra'/],
    ['datastore', { datastore: 'x' }, /no datastore 'x' in 'fra'/],
    ['folder', { folder: 'x' }, /no folder 'x' in 'fra'/],
    ['resource pool', { resourcePool: 'x' }, /no resource-pool 'x' in 'fra'/],
    ['datacenter', { datacenter: 'x' }, /no datacenter 'x' in 'fra'/],
    [
      'cluster at all',
      { datacenter: 'datacenter-2' },
      /no cluster to place on in 'fra', datacenter 'datacenter-2'/,
    ],
    [
      'disk for the template',
      { diskBytes: 10 * GIB },
      /Template 'rhel9' needs 40 GiB of disk, but 10 GiB were asked for/,
    ],
  ])('refuses a request without its %s', (_, asked, message) => {
    expect(() =>
      choosePlacement(inventoryOf(...site('a')), { ...request, ...asked }, []),
    ).toThrow(message);
  });

  it('refuses a template whose configuration is not known', () => {
    const unknown = { ...template, id: 'vm-unknown', guestId: undefined };
    expect(() =>
      choosePlacement(
        inventoryOf(...site('a'), unknown),
        { ...request, template: unknown.id },
        [],
      ),
    ).toThrow(/Template 'rhel9' names no guest operating system/);
  });

  it('never gives away more than there is, however many ask, and the same to the same', () => {
    const sizes = fc.record({
      cpus: fc.integer({ min: 1, max: 64 }),
      memoryMib: fc.integer({ min: 1, max: 256 * 1024 }),
      diskBytes: fc.integer({ min: 40, max: 300 }).map(gib => gib * GIB),
    });
    fc.assert(
      fc.property(
        fc.array(sizes, { maxLength: 40 }),
        fc.array(
          fc.record({
            cpus: fc.integer({ min: 1, max: 32 }),
            memoryMib: fc.integer({ min: 1, max: 128 * 1024 }),
            cluster: fc.constantFrom('domain-a', 'domain-b'),
          }),
          { maxLength: 8 },
        ),
        (asked, machines) => {
          const inventory = inventoryOf(
            ...site('a', 'b'),
            ...machines.map((size, index) => machine(`m${index}`, size)),
          );
          const kept: Reservation[] = [];
          asked.forEach((size, index) => {
            const decision = choosePlacement(
              inventory,
              { ...request, ...size },
              kept,
            );
            expect(
              choosePlacement(inventory, { ...request, ...size }, kept),
            ).toEqual(decision);
            if (decision.fits) {
              kept.push({
                ...size,
                id: `r${index}`,
                source,
                cluster: decision.placement.cluster.id,
                datastore: decision.placement.datastore.id,
                expiresAt: '2030-01-01T00:00:00Z',
              });
            }
          });
          for (const name of ['a', 'b']) {
            const sum = (field: 'cpus' | 'memoryMib') =>
              [...kept, ...machines]
                .filter(taken => taken.cluster === `domain-${name}`)
                .reduce((total, taken) => total + taken[field], 0);
            const there = (field: 'cpus' | 'memoryMib') =>
              machines
                .filter(taken => taken.cluster === `domain-${name}`)
                .reduce((total, taken) => total + taken[field], 0);
            expect(sum('cpus')).toBeLessThanOrEqual(
              Math.max(
                64 * defaultPlacementPolicy.cpuOvercommit,
                there('cpus'),
              ),
            );
            expect(sum('memoryMib')).toBeLessThanOrEqual(
              Math.max(1024 * 1024, there('memoryMib')),
            );
            expect(
              kept
                .filter(taken => taken.datastore === `datastore-${name}`)
                .reduce((total, taken) => total + taken.diskBytes, 0),
            ).toBeLessThanOrEqual(500 * GIB);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
