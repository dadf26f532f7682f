import fc from 'fast-check';
import { LabNetBoxForTests } from './__testUtils__/LabNetBoxForTests';
import { Allocation } from './allocation/AddressAllocator';
import { NetBoxClient } from './NetBoxClient';

type Step =
  | { kind: 'allocate'; machine: number; client: number }
  | { kind: 'deprecate' | 'release'; machine: number; client: number }
  | { kind: 'settle' }
  | { kind: 'crash'; client: number }
  | { kind: 'answer-lost' | 'down' | 'prefix-full'; times: number };

const clients = 2;
const machine = fc.integer({ min: 0, max: 5 });
const client = fc.integer({ min: 0, max: clients - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('allocate' as const),
      machine,
      client,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('deprecate' as const, 'release' as const),
      machine,
      client,
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
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('crash' as const), client }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'settle' as const }) },
);

const keyOf = (of: number) => `vm${of}.dev.acme.example/eth0/ipv4`;

const request = (of: number) => ({
  prefix: '10.20.210.0/24',
  gateway: '10.20.210.1',
  key: keyOf(of),
  dnsName: `vm${of}.dev.acme.example`,
});

/** Two Backstages that use one NetBox, each of which may crash and start again. */
class World {
  readonly netbox: LabNetBoxForTests;
  readonly #clients: NetBoxClient[];
  readonly #crashes: AbortController[];
  #underway: Promise<unknown>[] = [];
  #crashed: NetBoxClient[] = [];
  /** What allocations gave since the key was last released, by key. */
  readonly given = new Map<string, Allocation[]>();

  static async start(): Promise<World> {
    return new World(await LabNetBoxForTests.start());
  }

  private constructor(netbox: LabNetBoxForTests) {
    this.netbox = netbox;
    this.#clients = Array.from({ length: clients }, () => netbox.newClient());
    this.#crashes = this.#clients.map(() => new AbortController());
  }

  async carryOut(each: Step): Promise<void> {
    switch (each.kind) {
      case 'settle':
        await this.settle();
        break;
      case 'crash':
        this.#crashes[each.client].abort(new Error('crashed'));
        this.#crashed.push(this.#clients[each.client]);
        this.#clients[each.client] = this.netbox.newClient();
        this.#crashes[each.client] = new AbortController();
        break;
      case 'allocate':
      case 'deprecate':
        this.#underway.push(this.#change(each.kind, each));
        break;
      case 'release':
        // A release beside an allocation of its key may come first or last; alone it is the last.
        await this.settle();
        await this.#change('release', each);
        break;
      default:
        this.netbox.faults.switchOn({
          peer: 'netbox',
          kind: each.kind,
          times: each.times,
        });
    }
  }

  async settle(): Promise<void> {
    await Promise.allSettled(this.#underway);
    this.#underway = [];
  }

  /** Has what crashed ones sent before answered, so that nothing comes after the end. */
  async end(): Promise<void> {
    await this.settle();
    await Promise.all(this.#crashed.map(each => each.close()));
    this.netbox.faults.switchOff();
  }

  async #change(
    kind: 'allocate' | 'deprecate' | 'release',
    at: { machine: number; client: number },
  ): Promise<void> {
    const own = this.#clients[at.client];
    const options = { signal: this.#crashes[at.client].signal };
    const key = keyOf(at.machine);
    if (kind === 'allocate') {
      const allocation = await own.allocate(request(at.machine), options);
      this.given.set(key, [...(this.given.get(key) ?? []), allocation]);
    } else if (kind === 'deprecate') {
      await own.deprecate({ key }, options);
    } else {
      this.given.delete(key);
      await own.release({ key }, options).catch(() => undefined);
    }
  }
}

describe('any order of allocations, releases, lost answers and crashes', () => {
  it('gives one address to each key, loses none and leaves none behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
        const world = await World.start();
        const { netbox } = world;
        try {
          for (const each of steps) {
            await world.carryOut(each);
          }
          await world.end();

          const asked = new Set(
            steps.flatMap(each =>
              each.kind === 'allocate' ? [keyOf(each.machine)] : [],
            ),
          );
          const stored = await netbox.addresses();
          const keys = stored.map(({ key }) => key);
          expect(new Set(keys).size).toBe(keys.length);
          expect(keys.every(key => asked.has(key))).toBe(true);
          const idOf = new Map(stored.map(({ key, id }) => [key, id]));
          for (const [key, allocations] of world.given) {
            for (const { id } of allocations) {
              expect(id).toBe(idOf.get(key));
            }
          }

          const fresh = netbox.newClient();
          const machines = [0, 1, 2, 3, 4, 5];
          const again = await Promise.all(
            machines.map(of => fresh.allocate(request(of))),
          );
          again.forEach(({ key, id, status }) => {
            expect(id).toBe(idOf.get(key!) ?? id);
            expect(status).toBe('reserved');
          });
          expect(await netbox.addresses()).toHaveLength(machines.length);

          await Promise.all(
            again.map(({ key }) => fresh.release({ key: key! })),
          );
          expect(await netbox.addresses()).toEqual([]);
        } finally {
          await netbox.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
