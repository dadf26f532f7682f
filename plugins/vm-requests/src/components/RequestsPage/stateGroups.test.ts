import fc from 'fast-check';
import {
  endStates,
  RequestState,
  requestStates,
  WaitsFor,
  waitsForKinds,
} from '@backlot/plugin-vm-requests-common';
import { countOf, StateGroup, stateGroups } from './stateGroups';

/** A request as the groups tell them apart; one that has ended waits for nothing. */
const standing = fc
  .tuple(
    fc.constantFrom(...requestStates),
    fc.option(fc.constantFrom(...waitsForKinds), { nil: undefined }),
  )
  .map(([state, wait]) => ({
    state,
    wait: endStates.includes(state) ? undefined : wait,
  }));

function isIn(
  { states, waitsFor }: StateGroup,
  { state, wait }: { state: RequestState; wait?: WaitsFor },
): boolean {
  return (
    (!states || states.includes(state)) &&
    (!waitsFor || waitsFor.includes(wait ?? 'nothing'))
  );
}

describe('stateGroups', () => {
  it('has each request in one group', () => {
    fc.assert(
      fc.property(standing, request => {
        const groups = [...stateGroups.values()];
        expect(groups.filter(group => isIn(group, request))).toHaveLength(1);
      }),
    );
  });

  it('counts what is in a group by the numbers of a page', () => {
    fc.assert(
      fc.property(fc.array(standing), requests => {
        const count = <K extends string>(keys: (K | undefined)[]) =>
          keys.reduce<Partial<Record<K, number>>>(
            (sums, key) =>
              key === undefined
                ? sums
                : { ...sums, [key]: (sums[key] ?? 0) + 1 },
            {},
          );
        const page = {
          byState: count(requests.map(({ state }) => state)),
          byWait: count(requests.map(({ wait }) => wait)),
        };
        for (const group of stateGroups.values()) {
          expect(countOf(page, group)).toBe(
            requests.filter(request => isIn(group, request)).length,
          );
        }
        expect(countOf(page, {})).toBe(requests.length);
      }),
    );
  });
});
