import { requestStates } from '@backlot/plugin-vm-requests-common';
import fc from 'fast-check';
import { RetryCheck, StoredRequest } from '../database/StoredRequest';
import { judgeRetry } from './judgeRetry';

const held = {
  state: 'applying',
  phase: 'held',
  attempt: 'second',
} as const satisfies Partial<StoredRequest>;

function checked(finds: RetryCheck['finds']): RetryCheck {
  return {
    attempt: 'second',
    finds,
    summary: { add: 1, change: 0, destroy: 1 },
  };
}

describe('judgeRetry', () => {
  it.each(['approved-plan', 'nothing-to-do', 'unknown'] as const)(
    'lets a retry be where the plan since says %s',
    finds => {
      expect(judgeRetry({ ...held, retryCheck: checked(finds) })).toEqual({
        possible: true,
      });
    },
  );

  it('refuses a retry that would replace a half-made machine, and leads to roll back', () => {
    const { possible, why } = judgeRetry({
      ...held,
      retryCheck: checked('other-plan'),
    })!;
    expect(possible).toBe(false);
    expect(why).toMatch(/1 to add, 0 to change, 1 to destroy.*Roll it back/);
  });

  it('waits for the plan that is under way', () => {
    expect(
      judgeRetry({ ...held, retryCheck: checked('pending') }),
    ).toMatchObject({
      possible: false,
      why: expect.stringMatching(/planning/),
    });
  });

  it('goes by no plan that was made before another attempt', () => {
    expect(
      judgeRetry({
        ...held,
        attempt: 'third',
        retryCheck: checked('other-plan'),
      }),
    ).toEqual({ possible: true });
  });

  it('says nothing unless the request waits for a person, and why whenever it refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        fc.constantFrom<StoredRequest['phase'][]>(
          ['starting'],
          ['running'],
          ['held'],
          ['none'],
        ),
        fc.option(
          fc.constantFrom<RetryCheck['finds'][]>(
            ['pending'],
            ['approved-plan'],
            ['nothing-to-do'],
            ['other-plan'],
            ['unknown'],
          ),
          { nil: undefined },
        ),
        (state, [phase], finds) => {
          const prospect = judgeRetry({
            state,
            phase,
            attempt: 'second',
            retryCheck: finds && checked(finds[0]),
          });
          expect(prospect !== undefined).toBe(phase === 'held');
          expect(prospect?.why !== undefined).toBe(
            prospect?.possible === false,
          );
        },
      ),
    );
  });
});
