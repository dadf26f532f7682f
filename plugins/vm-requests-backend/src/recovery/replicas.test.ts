import knexFactory, { Knex } from 'knex';
import { isError } from '@backstage/errors';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Draw,
  drawnShare,
  effectsOf,
  twoReplicas,
} from '../__testUtils__/crashes/drawPoints';
import { expectRightEnd } from '../__testUtils__/crashes/expectRightEnd';
import {
  goodWays,
  play,
  Scenario,
  Trouble,
} from '../__testUtils__/crashes/Scenario';
import { createTables } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

jest.setTimeout(240_000);

/** Draws the points: others each run, unless one is given. */
const seed = Number(process.env.BACKLOT_CRASH_SEED ?? Date.now() % 1_000_000);

/** For each operation; those that there is no time for are left out. */
const mostPoints = 60;
const timeMs = 20_000 * drawnShare;

const withPostgres = process.env
  .BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING
  ? describe
  : describe.skip;

const { create, 'a disk more': aDiskMore, decommission } = goodWays;

withPostgres('two replicas on one PostgreSQL', () => {
  let clients: [Knex, Knex];
  // Before the hook that drops the database.
  afterAll(() => clients?.[1].destroy());
  const databases = TestDatabases.create({ ids: ['POSTGRES_17'] });
  const draw = new Draw(seed);

  beforeAll(async () => {
    const first = await databases.init('POSTGRES_17');
    await createTables(first);
    clients = [first, knexFactory(first.client.config)];
  });

  /** Plays a scenario on both. @returns each with what it did outside */
  async function playOnBoth(scenario: Scenario, trouble: Trouble) {
    const [first, second] = clients;
    const played = await play(first, scenario, trouble, second);
    await expectRightEnd(scenario, trouble, played);
    const { world, beside } = played;
    return [world, ...beside].map(({ chaos, steps }: World) => ({
      moments: chaos.moments,
      effects: effectsOf({ passed: chaos.passed, steps }).length,
    }));
  }

  // The world begins at noon.
  const later: Scenario = {
    ...create,
    name: 'create, later',
    startAt: '2026-11-21T14:00:00Z',
  };

  it.each([create, later, aDiskMore, decommission])(
    'end right, whatever befalls either: $name',
    async scenario => {
      const end = performance.now() + timeMs;
      const [one, other] = await playOnBoth(scenario, {});
      const did = [one.effects, other.effects];
      const failures: string[] = [];
      let points = 0;
      for (const trouble of draw.of(
        twoReplicas(one.moments, other.moments),
        mostPoints,
      )) {
        if (performance.now() >= end) {
          break;
        }
        points++;
        try {
          const replicas = await playOnBoth(scenario, trouble);
          replicas.forEach(({ effects }, index) => (did[index] += effects));
        } catch (error) {
          failures.push(
            `${scenario.name} ${JSON.stringify(trouble)}: ${
              isError(error) ? error.message : String(error)
            }`,
          );
        }
      }
      process.stdout.write(
        `Two replicas, ${
          scenario.name
        }: ${points} points, in which they did ${did.join(
          ' and ',
        )} things outside, ${failures.length} ended wrong (seed ${seed})\n`,
      );
      expect(failures).toEqual([]);
      expect(Math.min(...did)).toBeGreaterThan(0);
    },
  );
});
