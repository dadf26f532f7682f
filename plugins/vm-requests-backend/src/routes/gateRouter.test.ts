import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import { claim } from '../ledger/claim';
import { decide } from '../ledger/decide';
import { Stack, stackSchema } from '@backlot/plugin-vm-requests-common';
import { approvers, priya } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

describe('the gate over HTTP', () => {
  const database = useDatabase();
  let world: World;
  let server: ExtendedHttpServer;
  let stop: () => Promise<void>;
  let id: string;
  let query: Record<string, string>;

  beforeEach(async () => {
    world = new World(database());
    ({ server, stop } = await startRouter(world));
    await world.prepare(world.peers.addTask('prepare-1'));
    const planned = (await world.request())!;
    id = planned.id;
    query = {
      repository: planned.repository,
      pull: String(planned.pullRequest!.number),
      directory: planned.directory,
      commit: planned.plan!.commit,
      digest: planned.plan!.digest,
    };
  });

  afterEach(() => stop());

  const ask = (
    overrides: Record<string, string> = {},
    authorization = mockCredentials.service.header(),
  ) =>
    request(server)
      .get('/api/vm-requests/v1/gate')
      .query({ ...query, ...overrides })
      .set('authorization', authorization);

  async function startApplying(): Promise<void> {
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [approvers] },
      { what: 'approve', digest: query.digest },
    );
    const task = world.peers.addTask('apply-1', {
      request: id,
      byPerson: false,
    });
    await claim(world.truth, { request: id, task: task.id });
  }

  it('is closed before approval and until the request is being applied', async () => {
    const before = await ask();
    expect(before.status).toBe(403);
    expect(before.body.error.message).toMatch(/nothing was applied/);
  });

  it('lets exactly the approved plan through', async () => {
    await startApplying();
    expect((await ask()).status).toBe(204);
    expect((await world.truth.store.listEvents(id)).at(-1)).toMatchObject({
      type: 'gate-passed',
      by: 'atlantis',
      detail: { commit: query.commit, digest: query.digest },
    });
    for (const [key, value] of Object.entries({
      repository: 'platform/other',
      pull: '99',
      directory: 'vms/development/other',
      workspace: 'other',
      commit: 'f'.repeat(40),
      digest: `sha256:${'0'.repeat(64)}`,
    })) {
      const refused = await ask({ [key]: value });
      expect([key, refused.status]).toEqual([key, 403]);
    }
    expect((await ask({ commit: 'HEAD' })).status).toBe(400);
  });

  it('is closed to people', async () => {
    await startApplying();
    expect((await ask({}, mockCredentials.user.header(priya))).status).toBe(
      403,
    );
  });

  describe('of a stack whose Atlantis is known by its token', () => {
    const payments = stackSchema.parse({
      repository: 'platform/infrastructure',
      workspace: 'payments',
      gateSubject: 'atlantis-payments',
    });
    const own = mockCredentials.service.header({
      onBehalfOf: mockCredentials.service('atlantis-payments'),
      targetPluginId: 'vm-requests',
    });

    async function changeStack(stacks: Record<string, Stack>): Promise<void> {
      await stop();
      Object.assign(world.truth.settings, { stacks });
      ({ server, stop } = await startRouter(world));
      await startApplying();
    }

    it('lets only that one through, in its own workspace', async () => {
      await changeStack({ default: payments });

      const stranger = await ask({ workspace: 'payments' });
      expect([stranger.status, stranger.body.error.message]).toEqual([
        403,
        expect.stringContaining(
          'whose Atlantis asks with a token of atlantis-payments, and this one is of external:test-service. Nothing was applied.',
        ),
      ]);
      const elsewhere = await ask({ workspace: 'default' }, own);
      expect([elsewhere.status, elsewhere.body.error.message]).toEqual([
        403,
        expect.stringContaining(
          'workspace payments, and default would be applied',
        ),
      ]);
      expect(await world.truth.store.askedGate(id)).toBe(false);

      expect((await ask({ workspace: 'payments' }, own)).status).toBe(204);
    });

    it('lets nothing through once the stack is taken out of the configuration', async () => {
      await startApplying();
      Object.assign(world.truth.settings, { stacks: { payments } });

      const { status, body } = await ask();

      expect([status, body.error.message]).toEqual([
        409,
        expect.stringContaining('puts vmRequests.stacks.default back'),
      ]);
    });
  });
});
