import fc from 'fast-check';
import { endStates, requestStates } from './states';
import { AttemptPhase } from './transitions';
import { Obstacle, waitsFor, waitsForKinds } from './waits';

const phases: AttemptPhase[] = [
  'starting',
  'running',
  'held',
  'planning',
  'waiting',
  'none',
];
const obstacles: (Obstacle | undefined)[] = [
  undefined,
  'platform-team',
  'netbox',
  'forge',
  'atlantis',
  'inventory',
  'scaffolder',
];

describe('waitsFor', () => {
  it.each([
    ['planned', 'none', true, undefined, 'approval'],
    ['planned', 'none', false, undefined, undefined],
    ['changes-requested', 'none', true, undefined, 'requester'],
    ['approved', 'waiting', true, undefined, 'start'],
    ['applying', 'waiting', false, 'atlantis', 'start'],
    ['applying', 'held', true, undefined, 'person'],
    ['applied', 'held', true, 'netbox', 'person'],
    ['undoing', 'none', true, 'netbox', 'netbox'],
    ['rolling-back', 'none', true, 'atlantis', 'atlantis'],
    ['applying', 'running', true, undefined, undefined],
  ] as const)(
    'of a request that is %s (%s, approval %s, obstacle %s) is %s',
    (state, phase, needsApproval, obstacle, expected) => {
      expect(waitsFor({ state, phase, needsApproval, obstacle })).toBe(
        expected,
      );
    },
  );

  it('names an obstacle, or people, and nothing once the request has ended', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        fc.constantFrom(...phases),
        fc.boolean(),
        fc.constantFrom(...obstacles),
        (state, phase, needsApproval, obstacle) => {
          const wait = waitsFor({ state, phase, needsApproval, obstacle });
          const isOver = endStates.includes(state);
          const waitsAtLeast =
            !isOver && (phase === 'held' || obstacle !== undefined);
          expect([undefined, ...waitsForKinds]).toContain(wait);
          expect(isOver && wait !== undefined).toBe(false);
          expect(waitsAtLeast && wait === undefined).toBe(false);
        },
      ),
    );
  });
});
