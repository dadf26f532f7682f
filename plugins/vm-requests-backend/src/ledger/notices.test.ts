import { anna, approvers, payments, priya } from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from './decide';
import { steer } from './steer';

describe('notices of a failed apply', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(async () => {
    world = new World(database());
    await world.prepare(world.peers.addTask('prepare-1'));
  });

  async function decideOn(what: 'approve' | 'reject'): Promise<void> {
    const { id, plan } = (await world.request())!;
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [priya, approvers] },
      what === 'approve'
        ? { what, digest: plan!.digest }
        : { what, reason: 'Not so.' },
    );
    await world.settle(0.5);
  }

  /** What whoever chooses was told about it, since the last time. */
  function told() {
    const all = world.peers.notifications.splice(0);
    return all.filter(({ recipients }) => recipients.includes(payments));
  }

  it('say at once that it failed, and what can be chosen once that is known', async () => {
    world.peers.applyFailsHalfWay = 1;
    await decideOn('approve');
    const { id } = (await world.request())!;
    const scope = `vm-request:${id}:choice`;
    expect(told()).toMatchObject([
      {
        scope,
        title: 'web01.dev.acme.example could not be applied',
        description: expect.stringMatching(
          /customization failed.* Backlot is planning to see what can be done about it\.$/,
        ),
      },
      {
        scope,
        title: 'web01.dev.acme.example waits for you to plan anew or roll back',
        description: expect.stringMatching(/customization failed$/),
      },
    ]);

    await steer(
      world.truth,
      id,
      { ref: anna, ownership: [anna, payments] },
      { what: 'replan', reason: 'Because.' },
    );
    await world.settle(0.5);
    await decideOn('reject');
    expect(told().map(({ title }) => title)).toEqual([
      'web01.dev.acme.example waits for you to plan anew or roll back',
    ]);
  });

  it('offer to cancel where nothing of a change was applied', async () => {
    await decideOn('approve');
    const made = (await world.request())!;
    await world.operate(world.peers.addTask('resize-1'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    told();
    world.peers.atlantisDies = 'before-it-begins';
    await decideOn('approve');
    expect(told().map(({ title }) => title)).toEqual([
      'web01.dev.acme.example could not be applied',
      'web01.dev.acme.example waits for you to retry, plan anew or cancel',
    ]);
  });
});
