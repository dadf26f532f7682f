import {
  FaultSwitches,
  LabNetBox,
  smallCompany,
  startNetBox,
} from '@backlot/lab';
import fc from 'fast-check';
import { readAddresses } from './__testUtils__/readAddresses';
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
  faults: FaultSwitches,
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
      faults.switchOn({ peer: 'netbox', kind: each.kind, times: each.times });
    }
  }
  await Promise.allSettled(underway);
  return made;
}

async function withLab(
  work: (
    lab: LabNetBox,
    faults: FaultSwitches,
    open: NetBoxClient[],
  ) => Promise<void>,
): Promise<void> {
  const faults = new FaultSwitches();
  const lab = await startNetBox({
    company: { ...smallCompany, machines: 0 },
    faults,
    delays: false,
  });
  const open = Array.from(
    { length: clients },
    () =>
      new NetBoxClient({
        url: lab.url,
        token: lab.leastPrivilegeToken,
        retryDelayMs: 1,
      }),
  );
  try {
    await work(lab, faults, open);
  } finally {
    await Promise.all(open.map(client => client.close()));
    await lab.close();
  }
}

describe('any order of allocations, lost answers and repetitions', () => {
  it('gives one address to each key and leaves none behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        await withLab(async (lab, faults, open) => {
          const made = await carryOut(steps, faults, open);
          faults.switchOff();
          const meanwhile = await readAddresses(lab);
          const asked = new Set(
            steps.flatMap(each =>
              each.kind === 'allocate' ? [keyOf(each.machine)] : [],
            ),
          );
          expect(meanwhile.every(({ key }) => asked.has(key))).toBe(true);

          const again = await carryOut(
            steps.filter(({ kind }) => kind === 'allocate'),
            faults,
            open,
          );
          const kept = await readAddresses(lab);
          expect(kept.map(({ key }) => key).sort()).toEqual([...asked].sort());
          const idOf = new Map(kept.map(({ key, id }) => [key, id]));
          for (const allocation of [...made, ...again]) {
            expect(allocation.id).toBe(idOf.get(allocation.key!));
          }

          await Promise.all([...asked].map(key => open[0].release({ key })));
          expect(await readAddresses(lab)).toEqual([]);
        });
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
