import { isError } from '@backstage/errors';
import { Obstacle } from '@backlot/plugin-vm-requests-common';
import { Obstruction } from '../database/StoredRequest';
import { blameOf } from '../peers/blame';
import { NotYet } from '../recovery/NotYet';

/** How long something is in the way before the platform team is told. */
export const tellAfterMs = 60_000;

/** Obstacles as sentences begin with them. */
export const obstacleNames: Record<Obstacle, string> = {
  'platform-team': 'The platform team',
  netbox: 'NetBox',
  forge: 'The Git forge',
  atlantis: 'Atlantis',
  inventory: 'The inventory',
  scaffolder: "Backstage's scaffolder",
};

/** Errors in which a peer did answer: to ask once more brings the same answer. */
const answers = [
  'ConflictError',
  'InputError',
  'NotFoundError',
  'TerraformFailedError',
];

function wordsOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}

function obstacleOf(error: unknown): Obstacle | undefined {
  if (error instanceof NotYet) {
    return error.obstacle;
  }
  const peer = blameOf(error)?.peer;
  return peer && !(isError(error) && answers.includes(error.name))
    ? peer
    : 'platform-team';
}

/** What whoever may see a request is told of an obstacle; a peer's own words are not for everybody. */
export function describeObstacle(
  obstacle: Obstacle,
  name: string = obstacleNames[obstacle],
): string {
  return obstacle === 'platform-team'
    ? 'Something went wrong that only the platform team can put right.'
    : `${name} does not answer as it should. Nothing is lost: the request goes on by itself once it does.`;
}

/** What keeps work from going on, as far as an error of that work says. */
export interface Setback {
  obstruction?: Obstruction;
  /** Whether it is time to tell the platform team. */
  tell: boolean;
}

/**
 * What is in the way of a request after work on it failed.
 *
 * @param before - what was in the way until now
 */
export function setbackOf(
  error: unknown,
  before: Obstruction | undefined,
  now: Date,
): Setback {
  const obstacle = obstacleOf(error);
  if (!obstacle) {
    return { tell: false };
  }
  const known = before?.obstacle === obstacle ? before : undefined;
  const since = known?.since ?? now.toISOString();
  const told = known?.told ?? false;
  const tell = !told && now.getTime() - Date.parse(since) >= tellAfterMs;
  const plain = error instanceof NotYet;
  const blamed = blameOf(error);
  const why = plain ? wordsOf(error) : blamed?.why;
  return {
    obstruction: {
      obstacle,
      since,
      why:
        why ??
        describeObstacle(
          obstacle,
          blamed?.peer === obstacle ? blamed.name : undefined,
        ),
      cause: plain ? undefined : wordsOf(error),
      told: told || tell,
    },
    tell,
  };
}
