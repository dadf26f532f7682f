import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { AtlantisClient } from './AtlantisClient';
import { AtlantisServers } from './AtlantisServers';
import { atlantisServersServiceRef } from './atlantisServersServiceRef';
import { atlantisServiceRef } from './atlantisServiceRef';
import { AtlantisTurnsByServer } from './turns/AtlantisTurns';
import { atlantisTurnsServiceRef } from './turns/atlantisTurnsServiceRef';

/** A server of the configuration that may do with one repository what it is asked, one at a time. */
const server = (repository: string) => ({
  url: 'http://127.0.0.1:9',
  apiSecret: 'secret',
  concurrency: 1,
  allow: [{ repository, directories: ['vms/*/*'] }],
});

describe('atlantisServersServiceRef', () => {
  let servers: AtlantisServers;
  let single: AtlantisClient;
  let turns: AtlantisTurnsByServer;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            atlantis: server('platform/infrastructure'),
            atlantisServers: { payments: server('payments/machines') },
          },
        }),
        createBackendPlugin({
          pluginId: 'test',
          register(env) {
            env.registerInit({
              deps: {
                all: atlantisServersServiceRef,
                one: atlantisServiceRef,
                queue: atlantisTurnsServiceRef,
              },
              async init({ all, one, queue }) {
                servers = all;
                single = one;
                turns = queue;
              },
            });
          },
        }),
      ],
    });
    stop = () => backend.stop();
  });

  afterAll(() => stop());

  it('gives each server of the configuration by its name, and the default one without', () => {
    expect(servers.names).toEqual(['default', 'payments']);
    expect(servers.get()).toBe(single);
    expect(() =>
      servers.get('payments').assertAllowed('payments/machines', 'vms/a/b'),
    ).not.toThrow();
    expect(() =>
      servers
        .get('payments')
        .assertAllowed('platform/infrastructure', 'vms/a/b'),
    ).toThrow('no rule of atlantisServers.payments.allow');
    expect(() => single.assertAllowed('payments/machines', 'vms/a/b')).toThrow(
      'no rule of atlantis.allow',
    );
  });

  it('says which there are where there is none of a name', () => {
    expect(() => servers.get('search')).toThrow(
      'There is no Atlantis "search": the configuration has default, payments. Add atlantisServers.search, or name another',
    );
  });

  it('says in which server nothing answered, and where it stands in the configuration', async () => {
    await expect(
      servers
        .get('payments')
        .freeLocks({ repository: 'payments/machines', pull: 1 }),
    ).rejects.toThrow(
      /^Atlantis payments at http:\/\/127\.0\.0\.1:9 can't be reached .* check atlantisServers\.payments\.url/,
    );
  });

  it('counts the turns of each server for itself', async () => {
    const { signal } = new AbortController();
    const waits: number[] = [];
    const onWait = (before: number) => waits.push(before);
    const first = await turns
      .of('default')
      .take({ purpose: 'plan', signal, onWait });
    const other = await turns
      .of('payments')
      .take({ purpose: 'plan', signal, onWait });
    expect(waits).toEqual([]);
    await other.end();
    await first.end();
    expect(() => turns.of('search')).toThrow('There is no Atlantis "search"');
  });
});
