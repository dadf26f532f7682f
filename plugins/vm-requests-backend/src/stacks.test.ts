import { createMockDirectory } from '@backstage/backend-test-utils';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { Chain } from './__testUtils__/Chain';
import { bothStacks, environment } from './__testUtils__/chainConfig';
import { OtherStack } from './__testUtils__/startOtherStack';

jest.setTimeout(240_000);

const repository = 'platform/infrastructure';
const hasPlan = ({ state }: VmRequest) => state !== 'open';
const hasEnded = ({ state, wait }: VmRequest) =>
  ['done', 'failed', 'rolled-back', 'cancelled'].includes(state) ||
  wait?.for === 'person';

/** What an Atlantis has locked now. */
async function locksOf(url: string): Promise<string[]> {
  const answer = await fetch(`${url}/api/locks`);
  const { Locks }: { Locks: { ProjectRepoPath: string }[] | null } =
    await answer.json();
  return (Locks ?? []).map(({ ProjectRepoPath }) => ProjectRepoPath);
}

describe('two stacks side by side, whose repositories have the same name', () => {
  const directory = createMockDirectory();
  let chain: Chain;
  let other: OtherStack;

  beforeAll(async () => {
    chain = await Chain.start(directory, { twoStacks: true });
    other = chain.other!;
  });

  afterAll(() => chain?.close());

  afterEach(() => other.faults.switchOff());

  const create = (name: string, stack?: 'default' | 'payments') =>
    chain.startTask('rhel9-vm', { ...chain.values(name), stack });

  const directoryOf = (name: string) => `vms/development/${name}`;

  const mainTf = (name: string) => ({
    repository,
    ref: 'main',
    path: `${directoryOf(name)}/main.tf`,
  });

  async function machineNamed(name: string) {
    const { body } = await chain.get('/vm-requests/v1/machines');
    return body.items.find((each: { name: string }) => each.name === name);
  }

  it('make each machine by its own forge and Atlantis, past its own gate', async () => {
    const tasks = await Promise.all([
      create('web01'),
      create('web02', 'payments'),
    ]);
    const planned = await Promise.all(
      tasks.map(task => chain.requestWhen(task, hasPlan)),
    );
    expect(
      planned.map(({ state, pullRequest }) => [
        state,
        pullRequest?.repository,
        pullRequest?.number,
      ]),
    ).toEqual([
      ['planned', repository, 1],
      ['planned', repository, 1],
    ]);
    await Promise.all(planned.map(each => chain.approve(each)));
    const done = await Promise.all(
      tasks.map(task => chain.requestWhen(task, hasEnded)),
    );

    expect(done.map(({ state, message }) => [state, message])).toEqual([
      ['done', undefined],
      ['done', undefined],
    ]);
    for (const { id } of done) {
      const log = await chain.get(
        `/vm-requests/v1/requests/${id}/log?of=apply`,
      );
      expect(log.text).toContain('data: backlot-gate: approved\n');
    }
    expect(await chain.forge.readFile(mainTf('web01'))).toBeDefined();
    expect(await chain.forge.readFile(mainTf('web02'))).toBeUndefined();
    expect(await other.forge.readFile(mainTf('web01'))).toBeUndefined();
    expect(await other.forge.readFile(mainTf('web02'))).toBeDefined();
    expect((await machineNamed('web01')).stack).toBe('default');
    expect((await machineNamed('web02')).stack).toBe('payments');
    const backend = await other.forge.readFile({
      ...mainTf('web02'),
      path: `${directoryOf('web02')}/backend.tf`,
    });
    expect(backend?.content).toContain('backend "s3"');
    const head = await other.forge.commitStatuses({
      repository,
      sha: done[1].plan!.commit,
    });
    expect(head.map(({ context }) => context)).toContain(
      `atlantis/apply: ${directoryOf('web02')}/payments`,
    );
  });

  it('keep their locks apart', async () => {
    const letGo = chain.lab.atlantis.holdLock({
      repository,
      directory: directoryOf('web03'),
      workspace: 'payments',
      pull: 2,
    });
    const task = await create('web03', 'payments');
    const planned = await chain.requestWhen(task, hasPlan);
    expect([planned.state, planned.pullRequest?.number]).toEqual([
      'planned',
      2,
    ]);
    const { status } = await chain.post(
      `/vm-requests/v1/requests/${planned.id}/cancel`,
      { reason: 'No longer' },
    );
    expect(status).toBe(200);
    const ended = await chain.requestWhen(
      task,
      ({ state }) => state === 'cancelled',
    );

    expect(ended.giveBack?.every(({ done }) => done)).toBe(true);
    expect(await locksOf(other.atlantis.url)).toEqual([]);
    expect(await locksOf(chain.lab.atlantis.url)).toEqual([
      directoryOf('web03'),
    ]);
    letGo();
  });

  it('name the Atlantis that is gone, while requests of the other go on', async () => {
    const approved = await create('web04', 'payments');
    await chain.approve(
      await chain.requestWhen(approved, hasPlan).then(planned => {
        other.faults.switchOn({ peer: 'atlantis', kind: 'down' });
        return planned;
      }),
    );
    const [failing, going] = await Promise.all([
      create('web05', 'payments'),
      create('web06'),
    ]);

    const planned = await chain.requestWhen(going, hasPlan);
    expect(planned.state).toBe('planned');
    await chain.approve(planned);
    expect((await chain.requestWhen(going, hasEnded)).state).toBe('done');

    const failed = await chain.requestWhen(failing, hasEnded);
    expect([failed.state, failed.message]).toEqual([
      'failed',
      'Atlantis payments did not answer as it should.',
    ]);
    expect(failed.giveBack?.every(({ done }) => done)).toBe(true);

    const held = await chain.requestWhen(
      approved,
      ({ wait }) => wait?.for === 'person',
    );
    expect(held.message).toContain('Atlantis payments did not answer');
    expect(held.can).toContain('retry');

    other.faults.switchOff();
    const retried = await chain.post(
      `/vm-requests/v1/requests/${held.id}/retry`,
      { reason: 'It is back' },
    );
    expect(retried.status).toBe(200);
    const done = await chain.requestWhen(
      approved,
      ({ state }) => state === 'done',
    );
    expect(done.message).toBeUndefined();
  });

  it('say what to do where one is taken out of the configuration while machines live in it', async () => {
    const { id } = await machineNamed('web02');
    await chain.stopBackend();
    await chain.startBackend({
      stacks: { default: bothStacks.default },
      policy: { environments: { development: environment(chain.lab) } },
    });
    await chain.untilLive();

    const offered = await chain.get(`/vm-requests/v1/machines/${id}`);
    const refusals = Object.fromEntries(
      offered.body.operations.map(
        ({ kind, refusal }: { kind: string; refusal?: string }) => [
          kind,
          refusal,
        ],
      ),
    );
    expect(refusals.decommission).toContain(
      'puts vmRequests.stacks.payments back',
    );
    expect(refusals.transfer).toBeUndefined();

    await chain.stopBackend();
    await chain.startBackend();
    await chain.untilLive();
    const task = await chain.startTask('vm-decommission', {
      machine: id,
      name: 'web02',
      reason: 'No longer needed',
    });
    await chain.approve(await chain.requestWhen(task, hasPlan));
    expect((await chain.requestWhen(task, hasEnded)).state).toBe('done');
    await chain.until(async () =>
      (await other.forge.readFile(mainTf('web02'))) === undefined
        ? true
        : undefined,
    );
    expect(await chain.forge.readFile(mainTf('web01'))).toBeDefined();
  });
});
