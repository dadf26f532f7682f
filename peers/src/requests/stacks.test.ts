import { readdir } from 'node:fs/promises';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { choiceOf, hasEnded } from '../crashes/__testUtils__/whatPeopleSee';
import { GiteaApi } from '../GiteaApi';
import { until } from '../labBackend/until';
import { Atlantis } from '../startAtlantis';
import { formValues } from './formValues';
import { OtherStack } from './startOtherStack';
import { Platform, startPlatform } from './startPlatform';

jest.setTimeout(600_000);

const isPlanned = ({ state }: VmRequest) => state === 'planned';
const isDone = ({ state }: VmRequest) => state === 'done';

describe('two stacks side by side on the real peers', () => {
  let platform: Platform;
  let other: OtherStack;
  let vcenter: SimulatedVCenter;
  let gitea: GiteaApi;

  beforeAll(async () => {
    platform = await startPlatform({ twoStacks: true });
    other = platform.other!;
    vcenter = await SimulatedVCenter.login(platform.peers.vcenter);
    gitea = new GiteaApi(platform.peers.forge);
  });

  afterAll(() => platform?.close());

  /** Names of the machines of an environment that have a directory on the main branch. */
  async function machinesIn(
    repository: string,
    environment: string,
  ): Promise<string[]> {
    const { tree } = await gitea.get<{ tree: { path: string }[] }>(
      `/repos/${repository}/git/trees/main?recursive=true`,
    );
    const names = tree.flatMap(({ path }) => {
      const [top, folder, name] = path.split('/');
      return top === 'vms' && folder === environment && name ? [name] : [];
    });
    return [...new Set(names)];
  }

  async function contextsOf({ pullRequest }: VmRequest): Promise<string[]> {
    const { repository, commit } = pullRequest!;
    const { statuses } = await gitea.get<{ statuses: { context: string }[] }>(
      `/repos/${repository}/commits/${commit}/status`,
    );
    return statuses.map(({ context }) => context);
  }

  async function locksOf({ url }: { url: string }): Promise<unknown[]> {
    const { Locks }: { Locks: unknown[] | null } = await (
      await fetch(`${url}/api/locks`)
    ).json();
    return Locks ?? [];
  }

  /** The states that Terraform keeps for an Atlantis. */
  async function statesIn({ stateFolder }: Atlantis): Promise<string[]> {
    const files = await readdir(stateFolder, { recursive: true });
    return files.filter(file => file.endsWith('.tfstate'));
  }

  /** Asks the gate as an Atlantis does. */
  async function askGate(
    request: VmRequest,
    { token, workspace }: { token: string; workspace: string },
  ): Promise<{ status: number; message: string }> {
    const query = new URLSearchParams({
      repository: request.pullRequest!.repository,
      pull: String(request.pullRequest!.number),
      directory: `vms/${request.environment}/${request.name}`,
      workspace,
      commit: request.plan!.commit,
      digest: request.plan!.digest,
    });
    const answer = await fetch(
      `${platform.backend.url}/api/vm-requests/v1/gate?${query}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    const text = await answer.text();
    return {
      status: answer.status,
      message: text ? JSON.parse(text).error.message : '',
    };
  }

  it('make a machine each at the same time, and end one, each in its own repository, Atlantis and state', async () => {
    const { api } = platform;
    const tasks = await Promise.all([
      api.request(formValues('one01', 'development')),
      api.request(formValues('two01', 'production')),
    ]);
    const [development, planned] = await Promise.all([
      api.requestOf(tasks[0], isDone),
      api.requestOf(tasks[1], isPlanned),
    ]);
    await api.approve(planned);
    const production = await api.waitFor(planned.id, isDone);

    expect([development.stack, production.stack]).toEqual([
      'default',
      'payments',
    ]);
    expect(development.pullRequest?.repository).toBe('platform/infrastructure');
    expect(production.pullRequest?.repository).toBe(other.repository);
    expect(await machinesIn('platform/infrastructure', 'development')).toEqual([
      'one01',
    ]);
    expect(await machinesIn(other.repository, 'production')).toEqual(['two01']);
    for (const { id } of [development, production]) {
      expect(await api.applyLog(id)).toContain('backlot-gate: approved');
    }
    expect(await contextsOf(development)).toContain(
      'atlantis/apply: vms/development/one01/default',
    );
    expect(await contextsOf(production)).toContain(
      'atlantis/apply: vms/production/two01/payments',
    );
    const { atlantis } = platform.peers;
    expect(await statesIn(atlantis)).toEqual([
      expect.stringMatching(/^vms-development-one01[^/]*\.tfstate$/),
    ]);
    expect(await statesIn(other.atlantis)).toEqual([
      expect.stringMatching(
        /^vms-production-two01[^/]*\/payments\/terraform\.tfstate$/,
      ),
    ]);
    for (const name of ['one01', 'two01']) {
      expect(await vcenter.machinesNamed(name)).toHaveLength(1);
    }

    const ending = await api.requestOf(
      await api.decommission(production),
      isPlanned,
    );
    expect(ending.plan?.summary).toMatchObject({ add: 0, change: 0 });
    await api.approve(ending);
    await api.waitFor(ending.id, isDone);
    expect(await vcenter.machinesNamed('two01')).toEqual([]);
    await until(
      'the directory is gone',
      async () =>
        (await machinesIn(other.repository, 'production')).length === 0,
    );
    expect(await machinesIn('platform/infrastructure', 'development')).toEqual([
      'one01',
    ]);
    for (const server of [atlantis, other.atlantis]) {
      expect(await locksOf(server)).toEqual([]);
    }
  });

  it('go on without the one whose Atlantis is gone, which says so and goes on once it is back', async () => {
    const { api } = platform;
    const planned = await api.requestOf(
      await api.request(formValues('two02', 'production')),
      isPlanned,
    );
    await other.atlantis.kill();
    await api.approve(planned);
    const [gone, going] = await Promise.all([
      api.request(formValues('two03', 'production')),
      api.request(formValues('one02', 'development')),
    ]);

    const done = await api.requestOf(going, isDone);
    expect(done.pullRequest?.repository).toBe('platform/infrastructure');
    const failed = await api.requestOf(gone, hasEnded);
    expect([failed.state, failed.message]).toEqual([
      'failed',
      'Atlantis payments did not answer as it should.',
    ]);
    let held = planned;
    await until('a person can choose', async () => {
      held = await api.find(planned.id);
      return choiceOf(held) !== undefined;
    });
    expect(held.message).toContain('Atlantis payments');

    const stranger = await askGate(held, {
      token: platform.gateToken,
      workspace: 'payments',
    });
    expect([stranger.status, stranger.message]).toEqual([
      403,
      expect.stringContaining(
        'whose Atlantis asks with a token of atlantis-payments, and this one is of atlantis-gate',
      ),
    ]);
    const elsewhere = await askGate(held, {
      token: other.gateToken,
      workspace: 'default',
    });
    expect([elsewhere.status, elsewhere.message]).toEqual([
      403,
      expect.stringContaining("Terraform's workspace payments"),
    ]);

    await other.atlantis.start();
    await api.choose(held, 'retry');
    await api.waitFor(held.id, isDone);
    expect(await vcenter.machinesNamed('two02')).toHaveLength(1);
  });
});
