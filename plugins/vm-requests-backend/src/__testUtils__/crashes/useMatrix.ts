import { isError } from '@backstage/errors';
import { Knex } from 'knex';
import { useDatabase } from '../useDatabase';
import {
  Draw,
  drawnShare,
  GoodWay,
  pairs,
  replicaPoints,
  scaffolderPoints,
  singlePoints,
} from './drawPoints';
import { expectRightEnd } from './expectRightEnd';
import { goodWays, play, Scenario, Trouble } from './Scenario';

/** Draws the points where there are too many to take all: another each run, unless one is given. */
const seed = Number(process.env.BACKLOT_CRASH_SEED ?? Date.now() % 1_000_000);

/** How many of the points there are beside those at effects are taken where all are. */
const drawn = { rest: 20, replicas: 12, scaffolder: 15, pairs: 10 };

const share = (count: number) => Math.ceil(count * drawnShare);

/** What befalls scenarios on a database of SQLite, and how each ends. */
export interface Matrix {
  database(): Knex;
  draw: Draw;
  /** How a scenario goes without trouble. */
  wayOf(scenario: Scenario): Promise<GoodWay>;
  /** What is wrong at the end of a scenario with trouble; undefined when nothing is. */
  failureAt(scenario: Scenario, trouble: Trouble): Promise<string | undefined>;
}

/** A matrix for the tests of a file. */
export function useMatrix(): Matrix {
  jest.setTimeout(600_000);
  const database = useDatabase();
  return {
    database,
    draw: new Draw(seed),
    async wayOf(scenario) {
      const { world } = await play(database(), scenario);
      return { passed: world.chaos.passed, steps: world.steps };
    },
    async failureAt(scenario, trouble) {
      try {
        const played = await play(database(), scenario, trouble);
        await expectRightEnd(scenario, trouble, played);
        return undefined;
      } catch (error) {
        return `${scenario.name} ${JSON.stringify(trouble)}: ${
          isError(error) ? error.message : String(error)
        }`;
      }
    },
  };
}

/**
 * Plays a scenario with trouble at all its effects, and at some of its other moments.
 *
 * @returns what is wrong at the ends
 */
export async function failuresEverywhere(
  { draw, wayOf, failureAt }: Matrix,
  scenario: Scenario,
): Promise<string[]> {
  const way = await wayOf(scenario);
  const { effects, rest } = singlePoints(way);
  // What needs no plan has little to do outside.
  const isPlanless = [goodWays.extend, goodWays.transfer].some(
    ({ name }) => name === scenario.name,
  );
  expect(effects.length).toBeGreaterThan(isPlanless ? 5 : 30);
  const points = [
    ...effects,
    ...draw.some(rest, share(drawn.rest)),
    ...draw.some(replicaPoints(way), share(drawn.replicas)),
    ...draw.some(scaffolderPoints(way), share(drawn.scaffolder)),
    ...draw.of(pairs(way), share(drawn.pairs)),
  ];
  const failures: string[] = [];
  for (const point of points) {
    const failure = await failureAt(scenario, point);
    if (failure) {
      failures.push(failure);
    }
  }
  process.stdout.write(
    `Crashes, ${scenario.name}: ${points.length} points, ${failures.length} ended wrong (seed ${seed})\n`,
  );
  return failures;
}
