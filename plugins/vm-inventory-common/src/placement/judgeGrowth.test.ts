import * as fc from 'fast-check';
import { clusterCapacity, datastoreCapacity } from '../capacity';
import { InventoryObject } from '../objects';
import { Reservation } from '../reservations';
import {
  cluster,
  datastore,
  GIB,
  inventoryOf,
  machine,
  network,
  reservation,
  site,
  source,
  template,
} from './__testUtils__/site';
import { choosePlacement } from './choosePlacement';
import { GrowthRequest } from './Growth';
import { judgeGrowth } from './judgeGrowth';
import { defaultPlacementPolicy } from './PlacementPolicy';

const nothing: GrowthRequest = { cpus: 0, memoryMib: 0, diskBytes: 0 };
const web = machine('web', { datastores: ['datastore-a'] });

/** The site `a` with some of its objects in another form. */
function siteWith(...objects: InventoryObject[]) {
  const replaced = new Set(objects.map(({ id }) => id));
  return inventoryOf(
    ...objects,
    ...[...site('a'), web].filter(({ id }) => !replaced.has(id)),
  );
}

function whyNot(decision: ReturnType<typeof judgeGrowth>) {
  if (decision.fits) {
    throw new Error(`fits on ${decision.growth.cluster.name}`);
  }
  return decision.reasons
    .filter(({ fits }) => !fits)
    .map(({ reason }) => reason);
}

const amounts = fc.record({
  cpus: fc.integer({ min: 0, max: 70 }),
  memoryMib: fc.integer({ min: 0, max: 600 * 1024 }),
  diskBytes: fc.integer({ min: 0, max: 600 }).map(gib => gib * GIB),
});

const circumstances = fc.record({
  others: fc.array(
    fc.record({
      cpus: fc.integer({ min: 1, max: 128 }),
      memoryMib: fc.integer({ min: 1, max: 512 * 1024 }),
    }),
    { maxLength: 4 },
  ),
  kept: fc.array(amounts, { maxLength: 4 }),
  usableHosts: fc.integer({ min: 0, max: 2 }),
  freeBytes: fc.integer({ min: 0, max: 1000 }).map(gib => gib * GIB),
  accessible: fc.boolean(),
  maintenance: fc.boolean(),
  power: fc.constantFrom('on' as const, 'off' as const, 'suspended' as const),
});

type Circumstances = typeof circumstances extends fc.Arbitrary<infer T>
  ? T
  : never;

/** The site, a machine in it, and what is kept. */
function arranged(value: Circumstances) {
  const { others, kept, usableHosts, power, ...storage } = value;
  const grown = { ...web, power };
  return {
    grown,
    inventory: siteWith(
      cluster('a', { usableHosts }),
      datastore('a', storage),
      grown,
      ...others.map((size, index) => machine(`m${index}`, size)),
    ),
    reservations: kept.map((size, index) =>
      reservation({ ...size, id: `r${index}` }),
    ),
  };
}

describe('judgeGrowth', () => {
  it('answers where the machine is, with a sentence for what grows', () => {
    expect(
      judgeGrowth(
        siteWith(),
        web,
        { cpus: 2, memoryMib: 4096, diskBytes: 10 * GIB },
        [reservation()],
      ),
    ).toEqual({
      fits: true,
      growth: {
        cluster: { id: 'domain-a', name: 'a' },
        datastore: { id: 'datastore-a', name: 'a-ds' },
        reasons: [
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
        ],
      },
    });
  });

  it.each<[string, InventoryObject[], Partial<GrowthRequest>, string]>([
    [
      'memory that is given away',
      [machine('db', { memoryMib: 1015 * 1024 })],
      { memoryMib: 2048 },
      'a: 1,023 GiB given and 0 GiB reserved of 1,024 GiB memory, 8 given and 0 reserved of 256 virtual CPUs; no room for 2 GiB memory.',
    ],
    [
      'CPUs that are given away',
      [machine('db', { cpus: 251 })],
      { cpus: 2 },
      'a: 16 GiB given and 0 GiB reserved of 1,024 GiB memory, 255 given and 0 reserved of 256 virtual CPUs; no room for 2 virtual CPUs.',
    ],
    [
      'CPUs beyond the threads of a host',
      [],
      { cpus: 61 },
      'a: its largest host runs 64 threads, which is fewer than the 65 virtual CPUs that web would have.',
    ],
    [
      'memory beyond that of a host',
      [],
      { memoryMib: 505 * 1024 },
      'a: its largest host has 512 GiB memory, which is less than the 513 GiB that web would have.',
    ],
    [
      'memory where no host is usable',
      [cluster('a', { usableHosts: 0 })],
      { memoryMib: 1 },
      'a: none of its hosts is connected and out of maintenance.',
    ],
    [
      'memory of a machine whose size is not known',
      [{ ...web, memoryMib: undefined }],
      { memoryMib: 1 },
      'a: how large web is now is not known, so it cannot be told whether a host is large enough.',
    ],
    [
      'disk on a datastore that is full',
      [],
      { diskBytes: 501 * GIB },
      'a-ds: 400 GiB used and 0 GiB reserved of 900 GiB; no room for 501 GiB.',
    ],
    [
      'disk on a datastore that cannot be reached',
      [datastore('a', { accessible: false })],
      { diskBytes: 1 },
      'a-ds: not accessible.',
    ],
    [
      'disk on a datastore in maintenance',
      [datastore('a', { maintenance: true })],
      { diskBytes: 1 },
      'a-ds: in maintenance.',
    ],
  ])('does not give %s', (_, objects, added, reason) => {
    const inventory = siteWith(...objects);
    const grown = inventory.get('machine', source, web.id)!;

    expect(
      whyNot(judgeGrowth(inventory, grown, { ...nothing, ...added }, [])),
    ).toEqual([reason]);
  });

  it('counts what is kept for others', () => {
    const growth = { ...nothing, memoryMib: 4096, diskBytes: 10 * GIB };
    const full = [
      reservation({ memoryMib: 1013 * 1024, diskBytes: 495 * GIB }),
    ];

    expect(judgeGrowth(siteWith(), web, growth, []).fits).toBe(true);
    expect(whyNot(judgeGrowth(siteWith(), web, growth, full))).toEqual([
      expect.stringContaining('no room for 4 GiB memory'),
      expect.stringContaining('no room for 10 GiB'),
    ]);
  });

  it('goes by the policy', () => {
    const policy = { ...defaultPlacementPolicy, cpuOvercommit: 0.1 };
    const growth = { ...nothing, cpus: 3 };

    expect(judgeGrowth(siteWith(), web, growth, []).fits).toBe(true);
    expect(
      whyNot(judgeGrowth(siteWith(), web, growth, [], { policy })),
    ).toEqual([expect.stringContaining('4 given and 0 reserved of 6 virtual')]);
  });

  it('grows where the machine was put, although placement would not put it there', () => {
    const inventory = siteWith(datastore('a', { shared: false }));

    expect(
      judgeGrowth(inventory, web, { ...nothing, diskBytes: GIB }, []).fits,
    ).toBe(true);
  });

  it('goes by the host where the cluster of a machine is not known', () => {
    const found = { ...web, cluster: undefined, host: 'host-a-1' };

    expect(
      judgeGrowth(siteWith(found), found, { ...nothing, cpus: 1 }, []),
    ).toMatchObject({ fits: true, growth: { cluster: { id: 'domain-a' } } });
  });

  describe('of a machine on several datastores', () => {
    const wide = { ...web, datastores: ['datastore-a', 'datastore-b'] };
    const inventory = siteWith(
      wide,
      datastore('a', { freeBytes: 100 * GIB }),
      datastore('b'),
    );
    const growth = { ...nothing, diskBytes: 10 * GIB };

    it('takes the first', () => {
      expect(whyNot(judgeGrowth(inventory, wide, growth, []))).toEqual([
        expect.stringMatching(/^a-ds: 900 GiB used/),
      ]);
    });

    it('takes the one that is asked for', () => {
      expect(
        judgeGrowth(
          inventory,
          wide,
          { ...growth, datastore: 'datastore-b' },
          [],
        ),
      ).toMatchObject({ fits: true, growth: { datastore: { name: 'b-ds' } } });
    });

    it('refuses another', () => {
      expect(() =>
        judgeGrowth(
          inventory,
          wide,
          { ...growth, datastore: 'datastore-c' },
          [],
        ),
      ).toThrow(
        expect.objectContaining({
          name: 'InputError',
          message:
            "Machine 'web' of 'fra' is not on datastore 'datastore-c', but on 'datastore-a', 'datastore-b'. Choose another, or none.",
        }),
      );
    });
  });

  it.each([
    [
      { cluster: undefined },
      /not known in which cluster of 'fra' machine 'web'/,
    ],
    [
      { cluster: 'domain-x' },
      /not known in which cluster of 'fra' machine 'web'/,
    ],
    [{ datastores: [] }, /not known on which datastore of 'fra' machine 'web'/],
    [{ datastores: ['x'] }, /not known on which datastore of 'fra'/],
  ])('refuses a machine with %p', (place, message) => {
    const lost = { ...web, ...place };

    expect(() => judgeGrowth(siteWith(lost), lost, nothing, [])).toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringMatching(message),
      }),
    );
  });

  it('asks nothing where nothing grows, however full it is', () => {
    fc.assert(
      fc.property(circumstances, value => {
        const { grown, inventory, reservations } = arranged(value);

        expect(
          judgeGrowth(inventory, grown, nothing, reservations),
        ).toMatchObject({ fits: true, growth: { reasons: [] } });
      }),
    );
  });

  it('gives what fits one by one, and refuses exactly where one of them does not fit', () => {
    fc.assert(
      fc.property(circumstances, amounts, (value, growth) => {
        const { grown, inventory, reservations } = arranged(value);
        const alone = (Object.keys(growth) as (keyof typeof growth)[]).map(
          each =>
            judgeGrowth(
              inventory,
              grown,
              { ...nothing, [each]: growth[each] },
              reservations,
            ).fits,
        );
        const decision = judgeGrowth(inventory, grown, growth, reservations);

        expect(decision.fits).toBe(alone.every(Boolean));
        const { reasons } = decision.fits ? decision.growth : decision;
        expect(reasons.every(({ fits }) => fits)).toBe(decision.fits);
      }),
    );
  });

  it('gives less where it gives more', () => {
    fc.assert(
      fc.property(
        circumstances,
        amounts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, growth, part) => {
          const { grown, inventory, reservations } = arranged(value);
          const less = {
            cpus: Math.floor(growth.cpus * part),
            memoryMib: Math.floor(growth.memoryMib * part),
            diskBytes: Math.floor(growth.diskBytes * part),
          };
          fc.pre(judgeGrowth(inventory, grown, growth, reservations).fits);

          expect(judgeGrowth(inventory, grown, less, reservations).fits).toBe(
            true,
          );
        },
      ),
    );
  });

  it('never gives away more than there is, however many grow', () => {
    fc.assert(
      fc.property(
        circumstances,
        fc.array(amounts, { maxLength: 30 }),
        (value, growths) => {
          const { grown, inventory, reservations } = arranged(value);
          const kept: Reservation[] = [...reservations];
          const left = () => {
            const { cpu, memory } = clusterCapacity(
              inventory.get('cluster', source, 'domain-a')!,
              inventory.allocation(source, 'domain-a'),
              kept,
              defaultPlacementPolicy,
            );
            const { storage } = datastoreCapacity(
              inventory.get('datastore', source, 'datastore-a')!,
              kept,
              defaultPlacementPolicy,
            );
            return [cpu, memory, storage].map(
              ({ allowed, used, reserved }) => allowed - used - reserved,
            );
          };
          const before = left();
          growths.forEach((growth, index) => {
            if (judgeGrowth(inventory, grown, growth, kept).fits) {
              kept.push(reservation({ ...growth, id: `g${index}` }));
            }
          });

          left().forEach((room, index) =>
            expect(room).toBeGreaterThanOrEqual(Math.min(0, before[index])),
          );
        },
      ),
    );
  });

  it('judges as placement does, of a machine that has nothing yet', () => {
    const empty = {
      ...web,
      id: 'vm-empty',
      cpus: 0,
      memoryMib: 0,
      datastores: ['datastore-a'],
    };
    fc.assert(
      fc.property(circumstances, amounts, (value, growth) => {
        const { inventory, reservations } = arranged(value);
        const size = {
          cpus: growth.cpus + 1,
          memoryMib: growth.memoryMib + 1,
          diskBytes: growth.diskBytes + 40 * GIB,
        };

        expect(judgeGrowth(inventory, empty, size, reservations).fits).toBe(
          choosePlacement(
            inventory,
            { source, network: network.id, template: template.id, ...size },
            reservations,
          ).fits,
        );
      }),
    );
  });
});
