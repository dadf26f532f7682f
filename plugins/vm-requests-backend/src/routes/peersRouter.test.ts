import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { AtlantisClient } from '@backlot/atlantis-client';
import { GitForge } from '@backlot/git-forge';
import { NetBoxService } from '@backlot/netbox-client';
import { createPeerTests } from '../peers/createPeerTests';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

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
  forge: { checkConnection: async () => [] } as Partial<GitForge> as GitForge,
  atlantis: {
    checkConnection: async () => [
      { name: 'reach', ok: true, detail: 'Atlantis answers' },
      { name: 'version', ok: true, detail: '0.47.1' },
      { name: 'secret', ok: true, detail: 'It is accepted' },
    ],
  } as Partial<AtlantisClient> as AtlantisClient,
});

describe('the connection tests of peers over HTTP', () => {
  const database = useDatabase();
  let stop: () => Promise<void> = async () => {};

  afterEach(() => stop());

  async function ask(
    peer: string,
    features: Parameters<typeof startRouter>[1] = {},
  ) {
    const started = await startRouter(new World(database()), {
      peerTests,
      ...features,
    });
    stop = started.stop;
    return request(started.server)
      .get(`/api/vm-requests/v1/peers/${peer}/test`)
      .set('authorization', mockCredentials.user.header());
  }

  it('tell each step, and what to do about what is wrong', async () => {
    const { status, body } = await ask('netbox');

    expect(status).toBe(200);
    expect(body).toEqual({
      peer: 'netbox',
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
