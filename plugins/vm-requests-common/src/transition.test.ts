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
  return {
    state,
    phase: 'none',
    mayExist: false,
    needsPlan: true,
    requestedBy: requester,
    ...overrides,
  };
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

const anyPhase = fc.constantFrom<TransitionSubject['phase'][]>(
  ['starting'],
  ['running'],
  ['held'],
  ['planning'],
  ['waiting'],
  ['none'],
);
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

  it('takes a request that needs no plan from open to done, past applying', () => {
    let at: TransitionSubject = subject('open', {
      phase: 'running',
      needsPlan: false,
    });
    const step = (event: TransitionEvent, actor: TransitionActor) => {
      at = { ...at, ...transition(at, event, actor) };
      return [at.state, at.mayExist];
    };
    expect(step('submit', { role: 'task' })).toEqual(['planned', false]);
    expect(step('approve', approver)).toEqual(['approved', false]);
    expect(step('claim', { role: 'task' })).toEqual(['applied', false]);
    expect(canTransition(at, 'cancel', approver)).toBe(true);
    expect(step('complete', { role: 'task' })).toEqual(['done', false]);
  });

  it('ends where undoing said', () => {
    const undoing = transition(subject('planned'), 'reject', approver);
    expect(undoing).toEqual({
      state: 'undoing',
      phase: 'none',
      endsAs: 'rejected',
      mayExist: false,
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
        canTransition(
          subject('applying', { phase: 'held', mayExist: true }),
          event,
          approver,
        ),
      ).toBe(true);
    }
  });

  it('takes a request that failed half-way to a new plan, and on from there', () => {
    let at: TransitionSubject = subject('approved', { phase: 'starting' });
    const step = (event: TransitionEvent, actor: TransitionActor) => {
      at = { ...at, ...transition(at, event, actor) };
      return [at.state, at.phase, at.mayExist];
    };
    const ledger = { role: 'ledger' } as const;
    expect(step('claim', { role: 'task' })).toEqual([
      'applying',
      'running',
      true,
    ]);
    expect(step('fail', { role: 'task' })).toEqual(['applying', 'held', true]);
    expect(step('replan', approver)).toEqual(['applying', 'planning', true]);
    expect(() => transition(at, 'roll-back', approver)).toThrow(
      /being planned anew/,
    );
    expect(step('submit', ledger)).toEqual(['planned', 'none', true]);
    expect(step('approve', approver)).toEqual(['approved', 'starting', true]);
    expect(step('claim', { role: 'task' })).toEqual([
      'applying',
      'running',
      true,
    ]);
  });

  it.each<[TransitionEvent, RequestState, TransitionActor]>([
    ['reject', 'planned', approver],
    ['reject', 'changes-requested', approver],
    ['cancel', 'planned', approver],
    ['cancel', 'approved', { role: 'ledger' }],
    ['hold', 'approved', { role: 'ledger' }],
    ['expire', 'planned', { role: 'ledger' }],
  ])(
    'lets a person choose again after %s of a new plan that is %s',
    (event, state, actor) => {
      expect(
        transition(
          subject(state, { phase: 'starting', mayExist: true }),
          event,
          actor,
        ),
      ).toEqual({ state: 'applying', phase: 'held', mayExist: true });
    },
  );

  it('lets a request be cancelled, and not rolled back, of which nothing is applied', () => {
    const at = subject('applying', { phase: 'held', mayExist: false });
    expect(transition(at, 'cancel', approver)).toMatchObject({
      state: 'undoing',
      endsAs: 'cancelled',
    });
    expect(canTransition(at, 'retry', approver)).toBe(true);
    expect(canTransition(at, 'roll-back', approver)).toBe(false);
    expect(() =>
      transition({ ...at, mayExist: true }, 'cancel', approver),
    ).toThrow(/something of it may be applied/);
  });

  it('gives nothing back once something may exist, but after a roll-back', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...requestStates.filter(state => !endStates.includes(state)),
        ),
        anyEvent,
        anyActor,
        anyPhase,
        (state, event, actor, [phase]) => {
          fc.pre(state !== 'open' && state !== 'undoing');
          const at = subject(state, { phase, mayExist: true });
          fc.pre(canTransition(at, event, actor));
          const after = transition(at, event, actor);
          expect([event, after.state === 'undoing', after.mayExist]).toEqual([
            event,
            event === 'rolled-back',
            true,
          ]);
        },
      ),
    );
  });

  it('waits for its time, is started by the ledger, or before by a person', () => {
    const ledger = { role: 'ledger' } as const;
    let at: TransitionSubject = subject('approved', { phase: 'starting' });
    at = { ...at, ...transition(at, 'wait', ledger) };
    expect([at.state, at.phase]).toEqual(['approved', 'waiting']);
    expect(() => transition(at, 'claim', { role: 'task' })).toThrow(
      ConflictError,
    );
    expect(canTransition(at, 'cancel', approver)).toBe(true);
    for (const actor of [ledger, approver]) {
      expect(transition(at, 'start', actor)).toMatchObject({
        state: 'approved',
        phase: 'starting',
      });
    }
    expect(() =>
      transition({ ...at, phase: 'starting' }, 'start', approver),
    ).toThrow(/a task is working on it/);
  });

  it('is planned anew after its time has come, and decided on again where it has to', () => {
    const ledger = { role: 'ledger' } as const;
    let at: TransitionSubject = subject('approved', { phase: 'waiting' });
    expect(() => transition(at, 'replan', approver)).toThrow(NotAllowedError);
    at = { ...at, ...transition(at, 'replan', ledger) };
    expect([at.state, at.phase]).toEqual(['approved', 'planning']);
    expect(transition(at, 'submit', ledger)).toMatchObject({
      state: 'planned',
      mayExist: false,
    });
    expect(transition(at, 'retry', ledger)).toMatchObject({
      state: 'approved',
      phase: 'starting',
    });
    expect(transition(at, 'hold', ledger)).toMatchObject({
      state: 'approved',
      phase: 'held',
    });
    expect(transition({ ...at, mayExist: true }, 'hold', ledger)).toMatchObject(
      { state: 'applying', phase: 'held' },
    );
  });

  it('keeps what is half applied waiting for its time, or rolls it back', () => {
    const at = subject('applying', { phase: 'waiting', mayExist: true });
    expect(transition(at, 'start', { role: 'ledger' })).toMatchObject({
      state: 'applying',
      phase: 'starting',
    });
    expect(canTransition(at, 'start', approver)).toBe(false);
    expect(canTransition(at, 'roll-back', approver)).toBe(true);
  });

  it('never is decided on by whom it is made for, or a member of that group', () => {
    const people = ['user:default/anna', 'user:default/omar', 'user:default/p'];
    const groups = ['group:default/a', 'group:default/b'];
    fc.assert(
      fc.property(
        fc.constantFrom<TransitionEvent>(
          'approve',
          'reject',
          'request-changes',
        ),
        fc.constantFrom<RequestState>('planned', 'changes-requested'),
        fc.boolean(),
        fc.constantFrom(...people, ...groups),
        fc.constantFrom(...people),
        fc.subarray(groups),
        (event, state, mayExist, requestedFor, ref, own) => {
          const at = subject(state, { mayExist, requestedFor });
          const may = canTransition(at, event, {
            role: 'person',
            ref,
            groups: own,
            approver: true,
          });
          const isTheirs =
            ref === requester || [ref, ...own].includes(requestedFor);
          fc.pre(canTransition(at, event, approver));
          expect(may).toBe(!isTheirs);
        },
      ),
    );
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
        anyPhase,
        fc.boolean(),
        (state, event, actor, [phase], mayExist) => {
          expect(() =>
            transition(subject(state, { phase, mayExist }), event, actor),
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
        anyPhase,
        fc.boolean(),
        fc.boolean(),
        (state, event, actor, [phase], mayExist, needsPlan) => {
          const at = subject(state, {
            phase,
            mayExist,
            needsPlan,
            endsAs: 'failed',
          });
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

  it('gives nothing back once apply has begun, unless it is known to have done nothing', () => {
    const afterApply = transitions.filter(
      ({ from, to, needsPlan }) =>
        to === 'undoing' &&
        needsPlan !== false &&
        (from === 'applying' || from === 'applied'),
    );
    expect(
      afterApply.map(({ event, from, mayExist }) => [event, from, mayExist]),
    ).toEqual([['cancel', 'applying', false]]);
  });

  it('says for each way to undoing where it ends', () => {
    for (const row of transitions) {
      expect(row.endsAs !== undefined).toBe(row.to === 'undoing');
    }
  });

  it('has one row for each event from a state in a phase', () => {
    const either = (value: boolean | undefined) =>
      value === undefined ? [true, false] : [value];
    const keys = transitions.flatMap(
      ({ event, from, phases, mayExist, needsPlan }) =>
        (phases ?? ['any']).flatMap(phase =>
          either(mayExist).flatMap(exists =>
            either(needsPlan).map(
              planned => `${event} ${from} ${phase} ${exists} ${planned}`,
            ),
          ),
        ),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});
