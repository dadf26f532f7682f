import fc from 'fast-check';
import { Moment } from '../Chaos';
import { Trouble } from './Scenario';

/** Calls that change something outside of the ledger's database. */
const outsideEffects =
  /^(forge|template)\.|^(jobs\.(plan|apply|freeLocks)|addresses\.(activate|deprecate|remove|ensureMachineRecord|removeMachineRecord)|inventory\.(reserveGrowth|switchOff|endReservation)|tasks\.(start|cancel)|people\.notify)$/;

/** How a scenario goes without trouble. */
export interface GoodWay {
  passed: readonly Moment[];
  /** How many steps of templates it has. */
  steps: number;
}

/** Of what is drawn, `npm run test:crashes` takes all, and `npm test` so much. */
export const drawnShare = process.env.BACKLOT_CRASH_POINTS === 'all' ? 1 : 0.5;

/** What is drawn anew each run: the same seed draws the same. */
export class Draw {
  readonly #seed: number;
  #draws = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  of<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
    return fc.sample(arbitrary, {
      numRuns: count,
      seed: this.#seed + this.#draws++,
    });
  }

  /** Some of them, no one twice; all when there are no more. */
  some<T>(points: T[], count: number): T[] {
    return points.length <= count
      ? points
      : this.of(fc.shuffledSubarray(points, { minLength: count }), 1)[0].slice(
          0,
          count,
        );
  }
}

/** Moments at calls that change something outside. */
export function effectsOf(way: GoodWay): number[] {
  return momentsOf(way).effects;
}

function momentsOf({ passed }: GoodWay): { effects: number[]; rest: number[] } {
  const all = passed.map((_, moment) => moment);
  const isEffect = (moment: number) => outsideEffects.test(passed[moment].call);
  return {
    effects: all.filter(isEffect),
    rest: all.filter(moment => !isEffect(moment)),
  };
}

/**
 * A kill before and after each effect, an answer of it that is lost, and Atlantis killed; and a kill at
 * each of the rest of the moments.
 */
export function singlePoints(way: GoodWay): {
  effects: Trouble[];
  rest: Trouble[];
} {
  const { effects, rest } = momentsOf(way);
  return {
    effects: [
      ...effects.flatMap((moment): Trouble[] => [
        { killAt: [moment] },
        { loseAt: [moment] },
      ]),
      { atlantisDies: 'before-it-begins' },
      { atlantisDies: 'before-state' },
    ],
    rest: rest.map(moment => ({ killAt: [moment] })),
  };
}

/** Other replicas at each effect. */
export function replicaPoints(way: GoodWay): Trouble[] {
  return momentsOf(way).effects.flatMap((moment): Trouble[] => [
    { interruptAt: [moment], interruption: 'stands still' },
    { interruptAt: [moment], interruption: 'a replica beside it' },
  ]);
}

/** The scaffolder's Retry and Cancel: at each boundary of steps, within steps, and after kills. */
export function scaffolderPoints(way: GoodWay): Trouble[] {
  const { effects } = momentsOf(way);
  const steps = Array.from({ length: way.steps }, (_, at) => at);
  return [
    ...steps.flatMap(at =>
      (['cancel', 'fail'] as const).flatMap(what =>
        (['at once', 'at the end'] as const).map(
          (retry): Trouble => ({ task: { at, what }, retry }),
        ),
      ),
    ),
    ...effects.flatMap((moment): Trouble[] => [
      { killAt: [moment], retry: 'at once' },
      {
        interruptAt: [moment],
        interruption: 'cancelled in the scaffolder',
        retry: 'at the end',
      },
    ]),
  ];
}

/** Several troubles in one story. */
export function pairs(way: GoodWay): fc.Arbitrary<Trouble> {
  const moments = (most: number) =>
    fc.uniqueArray(
      fc.integer({ min: 0, max: Math.ceil(way.passed.length * 1.5) }),
      {
        maxLength: most,
      },
    );
  return fc.record<Trouble>({
    killAt: moments(2),
    loseAt: moments(2),
    interruptAt: moments(2),
    interruption: fc.constantFrom(
      'cancelled by its requester',
      'cancelled in the scaffolder',
      'stands still',
      'a replica beside it',
    ),
    task: fc.option(
      fc.record({
        at: fc.nat({ max: way.steps }),
        what: fc.constantFrom('cancel', 'fail'),
      }),
      { nil: undefined },
    ),
    retry: fc.constantFrom(undefined, 'at once', 'at the end'),
    atlantisDies: fc.constantFrom(
      undefined,
      undefined,
      'before-it-begins',
      'before-state',
    ),
  });
}

/** Kills and lost answers of two replicas that work at once, at so many moments that each of them has. */
export function twoReplicas(
  first: number,
  second: number,
): fc.Arbitrary<Trouble> {
  const moments = (most: number, maxLength: number) =>
    fc.uniqueArray(fc.nat({ max: Math.ceil(most * 1.5) }), { maxLength });
  return fc.record<Trouble>({
    killAt: moments(first, 2),
    loseAt: moments(first, 1),
    beside: fc.record({
      killAt: moments(second, 2),
      loseAt: moments(second, 1),
    }),
    atlantisDies: fc.constantFrom(
      undefined,
      undefined,
      'before-it-begins',
      'before-state',
    ),
  });
}
