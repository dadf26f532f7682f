import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { AtlantisClient, AtlantisServers } from '@backlot/atlantis-client';
import { GitForge, GitForges } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { stackSchema } from '@backlot/plugin-vm-requests-common';
import { createPeerTests, listPeers } from '../peers/createPeerTests';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

const forges = new GitForges({
  default: { checkConnection: async () => [] } as Partial<GitForge> as GitForge,
});

function atlantis(version: string): AtlantisClient {
  return {
    checkConnection: async () => [
      { name: 'reach', ok: true, detail: 'Atlantis answers' },
      { name: 'version', ok: true, detail: version },
      { name: 'secret', ok: true, detail: 'It is accepted' },
    ],
  } as Partial<AtlantisClient> as AtlantisClient;
}

const servers = new AtlantisServers({
  default: atlantis('0.47.1'),
  payments: atlantis('0.48.0'),
});

const peerTests = createPeerTests({
  netBox: {
    checkConnection: async () => [
      { name: 'reachable', title: 'NetBox answers', ok: true, detail: '4.5' },
      {
        name: 'unique',
        title: 'The custom field is unique',
        ok: false,
        error: 'It is not.',
        remedy: 'Run the set-up command.',
      },
    ],
  } as Partial<NetBoxService> as NetBoxService,
  forges,
  servers,
});

describe('the connection tests of peers over HTTP', () => {
  const database = useDatabase();
  let stop: () => Promise<void> = async () => {};

  afterEach(() => stop());

  async function ask(
    peer: string,
    features: Parameters<typeof startRouter>[1] = {},
    query: Record<string, string> = {},
  ) {
    const started = await startRouter(new World(database()), {
      peerTests,
      ...features,
    });
    stop = started.stop;
    return request(started.server)
      .get(`/api/vm-requests/v1/peers/${peer}/test`)
      .query(query)
      .set('authorization', mockCredentials.user.header());
  }

  it('tell each step, and what to do about what is wrong', async () => {
    const { status, body } = await ask('netbox');

    expect(status).toBe(200);
    expect(body).toEqual({
      peer: 'netbox',
      name: 'default',
      ok: false,
      steps: [
        { name: 'NetBox answers', ok: true, detail: '4.5' },
        {
          name: 'The custom field is unique',
          ok: false,
          detail: 'It is not. Run the set-up command.',
        },
      ],
    });
  });

  it('say that all went well, in words', async () => {
    expect((await ask('atlantis')).body).toEqual({
      peer: 'atlantis',
      name: 'default',
      ok: true,
      steps: [
        { name: 'Atlantis answers', ok: true, detail: '' },
        { name: 'Atlantis is new enough', ok: true, detail: '0.47.1' },
        {
          name: 'Atlantis accepts the API secret',
          ok: true,
          detail: 'It is accepted',
        },
      ],
    });
  });

  it('are of each by its name, and of none that the configuration does not have', async () => {
    const named = await ask('atlantis', {}, { name: 'payments' });
    expect(named.body).toMatchObject({
      name: 'payments',
      steps: [{}, { detail: '0.48.0' }, {}],
    });
    await stop();
    for (const peer of ['netbox', 'forge', 'atlantis']) {
      const { status, body } = await ask(peer, {}, { name: 'search' });
      expect([peer, status]).toEqual([peer, 404]);
      expect(body.error.message).toContain('"search"');
      await stop();
    }
    stop = async () => {};
  });

  it('are listed with the stacks that each is for', () => {
    const repository = 'platform/infrastructure';
    const stacks = {
      default: stackSchema.parse({ repository }),
      payments: stackSchema.parse({
        title: 'Payments',
        repository,
        atlantis: 'payments',
      }),
    };
    const first = { name: 'default' };
    const payments = { name: 'payments', title: 'Payments' };

    expect(listPeers({ forges, servers }, { stacks })).toEqual([
      { peer: 'netbox', name: 'default', stacks: [first, payments] },
      { peer: 'forge', name: 'default', stacks: [first, payments] },
      { peer: 'atlantis', name: 'default', stacks: [first] },
      { peer: 'atlantis', name: 'payments', stacks: [payments] },
    ]);
  });

  it('refuse a peer that is none', async () => {
    expect((await ask('vcenter')).status).toBe(400);
  });

  it('take a permission', async () => {
    const { status, body } = await ask('netbox', {
      features: [
        mockServices.permissions.mock({
          authorize: async () => [{ result: AuthorizeResult.DENY }],
        }).factory,
      ],
    });

    expect(status).toBe(403);
    expect(body.error.message).toContain(`'vm-requests.peer.test' is denied`);
  });
});
