import { expectRightEnd } from '../__testUtils__/crashes/expectRightEnd';
import {
  goodWays,
  play,
  Scenario,
  Trouble,
} from '../__testUtils__/crashes/Scenario';
import {
  failuresEverywhere,
  useMatrix,
} from '../__testUtils__/crashes/useMatrix';

const { create, 'create by policy': createByPolicy, adopt } = goodWays;

describe('crashes', () => {
  const matrix = useMatrix();
  const { database, draw, wayOf, failureAt } = matrix;

  it('are none in the good way', async () => {
    const played = await play(database(), create);
    await expectRightEnd(create, {}, played);
    expect(
      played.world.peers.happened.map(what => what.split(' of ')[0]),
    ).toEqual(['pull request', 'apply', 'merge']);
    expect(played.world.peers.notifications.map(({ title }) => title)).toEqual([
      'web01.dev.acme.example waits for approval',
      'priya.nair approved web01.dev.acme.example',
      'web01.dev.acme.example is ready',
      'The guest of web01.dev.acme.example has reported 10.20.210.17',
    ]);
  });

  it.each<[string, Partial<Scenario>, string]>([
    ['approved by policy', { environment: 'sandbox' }, 'done'],
    ['rejected', { decision: 'reject' }, 'rejected'],
    ['cancelled', { decision: 'cancel' }, 'cancelled'],
    ['left alone', { decision: 'nothing' }, 'expired'],
    ['planned in vain', { planFails: true }, 'failed'],
    ['applied half-way and rolled back', { applyFails: true }, 'rolled-back'],
    [
      'applied half-way and finished by a new plan',
      { applyFails: true, mend: 'replan' },
      'done',
    ],
    [
      'applied half-way by policy and finished by a new plan',
      { environment: 'sandbox', applyFails: true, mend: 'replan' },
      'done',
    ],
  ])('are none when it is %s', async (_, part, state) => {
    const scenario: Scenario = { ...create, ...part };
    const played = await play(database(), scenario);
    expect((await played.world.request())?.state).toBe(state);
    await expectRightEnd(scenario, {}, played);
  });

  it.each<Scenario>([
    create,
    createByPolicy,
    adopt,
    { ...create, name: 'create, rejected', decision: 'reject' },
    { ...adopt, name: 'adopt, rejected', decision: 'reject' },
    { ...create, name: 'create, rolled back', applyFails: true },
    // The world begins at noon.
    { ...create, name: 'create, later', startAt: '2026-11-21T14:00:00Z' },
    {
      ...create,
      name: 'create, planned anew',
      applyFails: true,
      mend: 'replan',
    },
  ])('end right everywhere on the way: $name', async scenario => {
    expect(await failuresEverywhere(matrix, scenario)).toEqual([]);
  });

  it('end right when the requester cancels at any moment', async () => {
    const { passed } = await wayOf(create);
    for (const moment of draw.some([...passed.keys()], 30)) {
      const trouble: Trouble = {
        interruptAt: [moment],
        interruption: 'cancelled by its requester',
      };
      expect(await failureAt(create, trouble)).toBeUndefined();
    }
  });
});
