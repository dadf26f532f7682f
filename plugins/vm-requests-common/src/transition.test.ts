import fc from 'fast-check';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { endStates, RequestState, requestStates } from './states';
import {
  canTransition,
  transition,
  TransitionActor,
  TransitionSubject,
} from './transition';
import { TransitionEvent, transitions } from './transitions';

const requester = 'user:default/anna';
const approver: TransitionActor = {
  role: 'person',
  ref: 'user:default/priya',
  approver: true,
};
const events = [...new Set(transitions.map(({ event }) => event))];

function subject(
  state: RequestState,
  overrides: Partial<TransitionSubject> = {},
): TransitionSubject {
  return { state, phase: 'none', requestedBy: requester, ...overrides };
}

/** Class of the error that something throws. */
function refusalOf(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error?.constructor;
  }
  return undefined;
}

const anyEvent = fc.constantFrom<TransitionEvent>(...events);
const anyActor = fc.oneof(
  fc.constantFrom<TransitionActor>(
    { role: 'task' },
    { role: 'policy' },
    { role: 'ledger' },
  ),
  fc.record({
    role: fc.constant('person' as const),
    ref: fc.constantFrom(requester, 'user:default/priya'),
    approver: fc.boolean(),
  }),
);

describe('transition', () => {
  it('takes a request from open to done', () => {
    let at: TransitionSubject = subject('open', { phase: 'running' });
    const step = (event: TransitionEvent, actor: TransitionActor) => {
      at = { ...at, ...transition(at, event, actor) };
      return at.state;
    };
    expect(step('submit', { role: 'task' })).toBe('planned');
    expect(step('approve', approver)).toBe('approved');
    expect(step('claim', { role: 'task' })).toBe('applying');
    expect(step('apply', { role: 'task' })).toBe('applied');
    expect(step('complete', { role: 'task' })).toBe('done');
  });

  it('ends where undoing said', () => {
    const undoing = transition(subject('planned'), 'reject', approver);
    expect(undoing).toEqual({
      state: 'undoing',
      phase: 'none',
      endsAs: 'rejected',
    });
    expect(
      transition(subject('undoing', { endsAs: 'rejected' }), 'given-back', {
        role: 'ledger',
      }).state,
    ).toBe('rejected');
  });

  it('lets the requester cancel but not approve, even as an approver', () => {
    const self: TransitionActor = {
      role: 'person',
      ref: requester,
      approver: true,
    };
    expect(transition(subject('planned'), 'cancel', self).endsAs).toBe(
      'cancelled',
    );
    expect(() => transition(subject('planned'), 'approve', self)).toThrow(
      NotAllowedError,
    );
  });

  it.each([
    ['approved', undefined, /approved already/],
    ['rejected', undefined, /it was rejected/],
    ['undoing', 'rejected', /it was rejected/],
    ['undoing', 'expired', /it has expired/],
    ['open', undefined, /no plan yet/],
  ] as const)(
    'says in words why a request that is %s (%s) cannot be approved',
    (state, endsAs, words) => {
      expect(() =>
        transition(subject(state, { endsAs }), 'approve', approver),
      ).toThrow(words);
    },
  );

  it('lets nobody retry or roll back while a task works on it', () => {
    for (const event of ['retry', 'roll-back'] as const) {
      expect(() =>
        transition(subject('applying', { phase: 'running' }), event, approver),
      ).toThrow(/a task is working on it/);
      expect(
        canTransition(subject('applying', { phase: 'held' }), event, approver),
      ).toBe(true);
    }
  });

  it('never approves by the requester, by a task or by the ledger', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        anyActor,
        (state, actor) => {
          const forbidden =
            actor.role === 'task' ||
            actor.role === 'ledger' ||
            (actor.role === 'person' &&
              (actor.ref === requester || !actor.approver));
          expect(
            forbidden && canTransition(subject(state), 'approve', actor),
          ).toBe(false);
        },
      ),
    );
  });

  it('reaches nothing from an end, by whatever happens', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...endStates),
        anyEvent,
        anyActor,
        fc.constantFrom('starting', 'running', 'held', 'none' as const),
        (state, event, actor, phase) => {
          expect(() =>
            transition(
              subject(state, { phase: phase as TransitionSubject['phase'] }),
              event,
              actor,
            ),
          ).toThrow(ConflictError);
        },
      ),
    );
  });

  it('answers what canTransition promises, and stays within the known states', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...requestStates),
        anyEvent,
        anyActor,
        fc.constantFrom<TransitionSubject['phase'][]>(
          ['starting'],
          ['running'],
          ['held'],
          ['none'],
        ),
        (state, event, actor, [phase]) => {
          const at = subject(state, { phase, endsAs: 'failed' });
          const attempt = () => transition(at, event, actor).state;
          const outcome = canTransition(at, event, actor)
            ? attempt()
            : refusalOf(attempt);
          expect([...requestStates, ConflictError, NotAllowedError]).toContain(
            outcome,
          );
        },
      ),
    );
  });
});

describe('the table', () => {
  const destinations = (state: RequestState): RequestState[] =>
    transitions
      .filter(({ from }) => from === state)
      .flatMap(({ to }) =>
        to ? [to] : endStates.filter(end => end !== 'done'),
      );

  it('leads from every state to an end', () => {
    for (const state of requestStates) {
      const reached = new Set<RequestState>([state]);
      for (const at of reached) {
        destinations(at).forEach(next => reached.add(next));
      }
      expect([...reached].some(at => endStates.includes(at))).toBe(true);
    }
  });

  it('gives nothing back by itself once apply has begun', () => {
    const afterApply = transitions.filter(
      ({ from, to }) =>
        to === 'undoing' && (from === 'applying' || from === 'applied'),
    );
    expect(afterApply).toEqual([]);
  });

  it('says for each way to undoing where it ends', () => {
    for (const row of transitions) {
      expect(row.endsAs !== undefined).toBe(row.to === 'undoing');
    }
  });

  it('has one row for each event from a state in a phase', () => {
    const keys = transitions.flatMap(({ event, from, phases }) =>
      (phases ?? ['any']).map(phase => `${event} ${from} ${phase}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
