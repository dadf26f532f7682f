import { requestStates } from '@backlot/plugin-vm-requests-common';
import fc from 'fast-check';
import { RetryCheck, StoredRequest } from '../database/StoredRequest';
import { judgeRetry as judgeByOperation } from './judgeRetry';

const held = {
  kind: 'create',
  state: 'applying',
  phase: 'held',
  mayExist: true,
  attempt: 'second',
  decision: {
    by: 'user:default/priya.nair',
    at: '2026-11-21T12:00:00.000Z',
    approved: true,
  },
} satisfies Partial<StoredRequest>;

function checked(finds: RetryCheck['finds']): RetryCheck {
  return {
    attempt: 'second',
    finds,
    summary: { add: 1, change: 0, destroy: 1 },
  };
}

const judgeRetry = (
  request: Parameters<typeof judgeByOperation>[0] & { kind: string },
) => judgeByOperation(request, request.kind !== 'decommission');

describe('judgeRetry', () => {
  it.each(['approved-plan', 'nothing-to-do', 'unknown'] as const)(
    'lets a retry be where the plan since says %s',
    finds => {
      expect(judgeRetry({ ...held, retryCheck: checked(finds) })).toEqual({
        possible: true,
      });
    },
  );

  it('refuses a retry that would replace a half-made machine, and leads to a new plan or roll back', () => {
    const { possible, why } = judgeRetry({
      ...held,
      retryCheck: checked('other-plan'),
    })!;
    expect(possible).toBe(false);
    expect(why).toMatch(
      /1 to add, 0 to change, 1 to destroy.*Plan anew.*or roll back/,
    );
  });

  it('leads to a cancellation where nothing of it is applied', () => {
    const { why } = judgeRetry({
      ...held,
      kind: 'resize',
      mayExist: false,
      retryCheck: checked('other-plan'),
    })!;
    expect(why).toMatch(/or cancel the request: nothing of it is applied\.$/);
  });

  it('says that there is no machine any more, and to decommission it', () => {
    const { possible, why } = judgeRetry({
      ...held,
      kind: 'resize',
      mayExist: false,
      retryCheck: checked('machine-gone'),
    })!;
    expect(possible).toBe(false);
    expect(why).toMatch(/no machine .*Cancel the request, and decommission/);
  });

  it('leads to a new plan alone where nothing can be rolled back', () => {
    const { why } = judgeRetry({
      ...held,
      kind: 'decommission',
      retryCheck: checked('other-plan'),
    })!;
    expect(why).toMatch(/Plan anew to have the new one approved\.$/);
  });

  it.each([undefined, { ...held.decision, approved: false }])(
    'has nothing to retry where the new plan was not approved',
    decision => {
      expect(
        judgeRetry({
          ...held,
          decision,
          retryCheck: checked('nothing-to-do'),
        }),
      ).toMatchObject({
        possible: false,
        why: expect.stringMatching(/Nobody approved the plan/),
      });
    },
  );

  it('says which machine there is already', () => {
    const why = 'lab shows machine vm-1';
    expect(
      judgeRetry({
        ...held,
        retryCheck: { ...checked('second-machine'), why },
      }),
    ).toEqual({ possible: false, why });
  });

  it('waits for the new plan that is under way', () => {
    expect(judgeRetry({ ...held, phase: 'planning' })).toMatchObject({
      possible: false,
      why: expect.stringMatching(/planning anew/),
    });
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

  it('says nothing unless the request waits for a person or a new plan, and why whenever it refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        fc.constantFrom<StoredRequest['phase'][]>(
          ['starting'],
          ['running'],
          ['held'],
          ['planning'],
          ['none'],
        ),
        fc.option(
          fc.constantFrom<RetryCheck['finds'][]>(
            ['pending'],
            ['approved-plan'],
            ['nothing-to-do'],
            ['other-plan'],
            ['second-machine'],
            ['unknown'],
          ),
          { nil: undefined },
        ),
        (state, [phase], finds) => {
          const prospect = judgeRetry({
            ...held,
            state,
            phase,
            retryCheck: finds && { ...checked(finds[0]), why: 'There is one.' },
          });
          expect(prospect !== undefined).toBe(
            phase === 'held' || phase === 'planning',
          );
          expect(prospect?.why !== undefined).toBe(
            prospect?.possible === false,
          );
        },
      ),
    );
  });
});
