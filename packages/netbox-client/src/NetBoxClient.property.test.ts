import fc from 'fast-check';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { Allocation } from './allocation/AddressAllocator';
import { NetBoxClient } from './NetBoxClient';

type Step =
  | { kind: 'allocate'; machine: number; client: number }
  | { kind: 'settle' }
  | { kind: 'answer-lost' | 'down' | 'prefix-full'; times: number };

const clients = 2;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('allocate' as const),
      machine: fc.integer({ min: 0, max: 5 }),
      client: fc.integer({ min: 0, max: clients - 1 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'answer-lost' as const,
        'down' as const,
        'prefix-full' as const,
      ),
      times: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'settle' as const }) },
);

const keyOf = (machine: number) => `vm${machine}.dev.acme.example/eth0/ipv4`;

async function carryOut(
  steps: Step[],
  netbox: LabNetBoxForTests,
  open: NetBoxClient[],
): Promise<Allocation[]> {
  const made: Allocation[] = [];
  let underway: Promise<unknown>[] = [];
  for (const each of steps) {
    if (each.kind === 'allocate') {
      underway.push(
        open[each.client]
          .allocate({
            prefix: '10.20.210.0/24',
            gateway: '10.20.210.1',
            key: keyOf(each.machine),
            dnsName: `vm${each.machine}.dev.acme.example`,
          })
          .then(allocation => made.push(allocation)),
      );
    } else if (each.kind === 'settle') {
      await Promise.allSettled(underway);
      underway = [];
    } else {
      netbox.faults.switchOn({
        peer: 'netbox',
        kind: each.kind,
        times: each.times,
      });
    }
  }
  await Promise.allSettled(underway);
  return made;
}

describe('any order of allocations, lost answers and repetitions', () => {
  it('gives one address to each key and leaves none behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        const netbox = await LabNetBoxForTests.start();
        const open = [netbox.client, netbox.newClient()];
        try {
          const made = await carryOut(steps, netbox, open);
          netbox.faults.switchOff();
          const meanwhile = await netbox.addresses();
          const asked = new Set(
            steps.flatMap(each =>
              each.kind === 'allocate' ? [keyOf(each.machine)] : [],
            ),
          );
          expect(meanwhile.every(({ key }) => asked.has(key))).toBe(true);

          const again = await carryOut(
            steps.filter(({ kind }) => kind === 'allocate'),
            netbox,
            open,
          );
          const kept = await netbox.addresses();
          expect(kept.map(({ key }) => key).sort()).toEqual([...asked].sort());
          const idOf = new Map(kept.map(({ key, id }) => [key, id]));
          for (const allocation of [...made, ...again]) {
            expect(allocation.id).toBe(idOf.get(allocation.key!));
          }

          await Promise.all([...asked].map(key => open[0].release({ key })));
          expect(await netbox.addresses()).toEqual([]);
        } finally {
          await netbox.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
