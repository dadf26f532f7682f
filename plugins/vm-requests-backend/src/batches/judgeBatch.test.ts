import { requestStates } from '@backlot/plugin-vm-requests-common';
import fc from 'fast-check';
import { BatchedRequest } from '../database/StoredBatch';
import {
  hasEnded,
  isItsTurn,
  JudgedItem,
  standingOf,
  stateOf,
  stoppedBy,
} from './judgeBatch';

function item(
  position: number,
  state: JudgedItem['state'],
  request?: Partial<BatchedRequest>,
  isPassed: boolean = false,
): JudgedItem {
  return {
    batch: { id: 'b', position },
    name: `web-${position}`,
    state,
    isPassed,
    request: request && {
      id: `r${position}`,
      state: 'open',
      phase: 'none',
      approvers: [],
      owner: '',
      environment: '',
      requestedBy: '',
      ...request,
    },
  };
}

const done = (position: number) => item(position, 'opened', { state: 'done' });
const approved = (position: number) =>
  item(position, 'opened', { state: 'approved', phase: 'starting' });
const inTurn = { inTurn: true };

describe('how one of a batch is getting on', () => {
  it.each([
    ['waiting', item(1, 'waiting')],
    ['preparing', item(1, 'opening')],
    ['preparing', item(1, 'opened', { state: 'open', phase: 'running' })],
    ['going', item(1, 'opened', { state: 'planned' })],
    ['going', item(1, 'opened', { state: 'applying', phase: 'running' })],
    ['wrong', item(1, 'opened', { state: 'applying', phase: 'held' })],
    ['wrong', item(1, 'opened', { state: 'undoing', endsAs: 'failed' })],
    ['wrong', item(1, 'opened', { state: 'expired' })],
    ['wrong', item(1, 'failed')],
    ['left', item(1, 'opened', { state: 'undoing', endsAs: 'rejected' })],
    ['left', item(1, 'cancelled')],
    ['done', done(1)],
  ])('is %s', (standing, judged) => {
    expect(standingOf(judged)).toBe(standing);
  });
});

describe('a batch in turn', () => {
  it('applies the next once the one before is done', () => {
    const items = [done(1), approved(2), approved(3)];
    expect([1, 2, 3].map(at => isItsTurn(inTurn, items, at))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('stops where one goes wrong, until somebody has the rest go on', () => {
    const failed = item(2, 'opened', { state: 'applying', phase: 'held' });
    const items = [done(1), failed, approved(3)];
    expect(stateOf(inTurn, items)).toBe('stopped');
    expect(stoppedBy(inTurn, items)).toBe(failed);
    expect(isItsTurn(inTurn, items, 3)).toBe(false);

    const passed = [done(1), { ...failed, isPassed: true }, approved(3)];
    expect(stateOf(inTurn, passed)).toBe('running');
    expect(isItsTurn(inTurn, passed, 3)).toBe(true);
  });

  it('stops where an approver rejects one, until somebody has the rest go on', () => {
    const rejected = item(1, 'opened', { state: 'rejected' });
    expect(stateOf(inTurn, [rejected, approved(2)])).toBe('stopped');
    expect(isItsTurn(inTurn, [rejected, approved(2)], 2)).toBe(false);
    const passed = [{ ...rejected, isPassed: true }, approved(2)];
    expect(stateOf(inTurn, passed)).toBe('running');
    expect(isItsTurn(inTurn, passed, 2)).toBe(true);
  });

  it('goes on after one that was cancelled', () => {
    const items = [item(1, 'opened', { state: 'cancelled' }), approved(2)];
    expect(isItsTurn(inTurn, items, 2)).toBe(true);
  });
});

describe('a batch side by side', () => {
  it('goes on whatever goes wrong', () => {
    const items = [item(1, 'failed'), approved(2)];
    expect(stateOf({ inTurn: false }, items)).toBe('running');
    expect(isItsTurn({ inTurn: false }, items, 2)).toBe(true);
  });
});

describe('any batch', () => {
  const items = fc
    .array(
      fc.record({
        state: fc.constantFrom(
          'waiting' as const,
          'opening' as const,
          'opened' as const,
          'failed' as const,
          'cancelled' as const,
        ),
        request: fc.record({
          state: fc.constantFrom(...requestStates),
          phase: fc.constantFrom('none' as const, 'held' as const),
        }),
        isPassed: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map(all =>
      all.map(({ state, request, isPassed }, index) =>
        item(
          index + 1,
          state,
          state === 'opened' ? request : undefined,
          isPassed,
        ),
      ),
    );

  it('has one turn at a time, and none behind what stopped it', () => {
    fc.assert(
      fc.property(items, all => {
        const going = all.filter(
          each =>
            standingOf(each) === 'going' &&
            isItsTurn(inTurn, all, each.batch.position),
        );
        expect(going.length).toBeLessThanOrEqual(
          stoppedBy(inTurn, all) ? 0 : 1,
        );
      }),
    );
  });

  it('has ended once all of it has, and never before', () => {
    fc.assert(
      fc.property(items, fc.boolean(), (all, turns) => {
        expect(stateOf({ inTurn: turns }, all) === 'ended').toBe(
          all.every(hasEnded),
        );
      }),
    );
  });
});
