import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { GitForge } from './GitForge';
import { GitForges } from './GitForges';
import { gitForgeServiceRef } from './gitForgeServiceRef';
import { gitForgesServiceRef } from './gitForgesServiceRef';

describe('gitForgeServiceRef', () => {
  it('is the forge that the configuration describes, and says out loud that its certificate is not verified', async () => {
    const logger = mockServices.logger.mock({ child: () => logger });
    let forge: GitForge | undefined;
    const backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            gitForge: {
              type: 'gitea',
              url: 'https://127.0.0.1:9',
              token: 'secret',
              repositories: ['platform/infrastructure'],
              tls: { insecure: true },
            },
          },
        }),
        logger.factory,
        createBackendPlugin({
          pluginId: 'test',
          register(env) {
            env.registerInit({
              deps: { service: gitForgeServiceRef },
              async init({ service }) {
                forge = service;
              },
            });
          },
        }),
      ],
    });
    expect(logger.warn).toHaveBeenCalledWith(
      'The certificate of the forge at https://127.0.0.1:9 is not verified, because gitForge.tls.insecure is set',
    );
    await expect(
      forge?.readFile({ repository: 'other/one', ref: 'main', path: 'a' }),
    ).rejects.toThrow('The repository other/one may not be used');
    await backend.stop();
  });

  it('stands beside others, each by its name', async () => {
    const forge = (repository: string) => ({
      type: 'gitea',
      url: 'http://127.0.0.1:9',
      token: 'secret',
      repositories: [repository],
    });
    let forges: GitForges | undefined;
    let single: GitForge | undefined;
    const backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            gitForge: forge('platform/infrastructure'),
            gitForges: { payments: forge('payments/machines') },
          },
        }),
        createBackendPlugin({
          pluginId: 'test',
          register(env) {
            env.registerInit({
              deps: { all: gitForgesServiceRef, one: gitForgeServiceRef },
              async init({ all, one }) {
                forges = all;
                single = one;
              },
            });
          },
        }),
      ],
    });

    expect(forges?.names).toEqual(['default', 'payments']);
    expect(forges?.get()).toBe(single);
    await expect(
      forges?.get('payments').readFile({
        repository: 'platform/infrastructure',
        ref: 'main',
        path: 'a',
      }),
    ).rejects.toThrow(
      'gitForges.payments.repositories of the configuration does not name it',
    );
    await expect(
      forges
        ?.get('payments')
        .readFile({ repository: 'payments/machines', ref: 'main', path: 'a' }),
    ).rejects.toThrow(/^The forge payments at http:\/\/127\.0\.0\.1:9 gave no/);
    expect(() => forges?.get('search')).toThrow(
      'There is no Git forge "search": the configuration has default, payments. Add gitForges.search, or name another',
    );
    await backend.stop();
  });
});
