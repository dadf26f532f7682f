import { z } from 'zod';
import { peerNameSchema } from './peerTest';
import { endStates, RequestState } from './states';
import { AttemptPhase } from './transitions';

/**
 * What a request can wait for that keeps its work from going on.
 *
 * - `platform-team`: something that only the people who run the platform can put right.
 * - `netbox`, `forge`, `atlantis`: a peer that does not answer as it should.
 * - `inventory`: the source of the machine, which has to say what exists.
 * - `scaffolder`: Backstage's own scaffolder, which runs the tasks.
 *
 * @public
 */
export const obstacleSchema = z.enum([
  'platform-team',
  ...peerNameSchema.options,
  'inventory',
  'scaffolder',
]);

/** @public */
export type Obstacle = z.infer<typeof obstacleSchema>;

/**
 * Whom or what a request waits for: an {@link Obstacle}, or people.
 *
 * - `approval`: an approver decides on the plan.
 * - `requester`: an approver requested changes.
 * - `person`: an apply failed, and somebody chooses to retry, to plan anew, to roll back or to cancel.
 *
 * Besides, `start`: it is approved, and its start, a change window or the end of a freeze is to come.
 *
 * @public
 */
export const waitsForSchema = z
  .enum(['approval', 'requester', 'start', 'person', ...obstacleSchema.options])
  .describe(
    'approval: an approver decides on the plan. requester: an approver requested changes. start: it is approved, and its start, a change window or the end of a freeze is to come. person: an apply failed, and somebody chooses to retry, to plan anew, to roll back or to cancel. platform-team: something that only they can put right. The others do not answer as they should.',
  );

/** @public */
export type WaitsFor = z.infer<typeof waitsForSchema>;

/**
 * All that a request can wait for.
 *
 * @public
 */
export const waitsForKinds: readonly WaitsFor[] = waitsForSchema.options;

/**
 * Why a request stands still.
 *
 * @public
 */
export const requestWaitSchema = z
  .object({
    for: waitsForSchema,
    since: z.iso.datetime(),
    why: z
      .string()
      .describe('A sentence or two for whoever may see the request'),
  })
  .describe('Why a request stands still');

/** @public */
export type RequestWait = z.infer<typeof requestWaitSchema>;

/**
 * What {@link waitsFor} needs to know of a request.
 *
 * @public
 */
export interface WaitSubject {
  state: RequestState;
  phase: AttemptPhase;
  /** Whether people decide on it. */
  needsApproval: boolean;
  /** What kept its work from going on when that was tried last. */
  obstacle?: Obstacle | null;
}

/**
 * Whom or what a request waits for; undefined while it goes on by itself, or has ended.
 *
 * @public
 */
export function waitsFor(request: WaitSubject): WaitsFor | undefined {
  const { state, phase, needsApproval, obstacle } = request;
  if (endStates.includes(state)) {
    return undefined;
  }
  if (phase === 'held') {
    return 'person';
  }
  if (phase === 'waiting') {
    return 'start';
  }
  if (state === 'changes-requested') {
    return 'requester';
  }
  if (state === 'planned' && needsApproval) {
    return 'approval';
  }
  return obstacle ?? undefined;
}
