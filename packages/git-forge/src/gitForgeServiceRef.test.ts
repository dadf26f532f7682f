import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { GitForge } from './GitForge';
import { gitForgeServiceRef } from './gitForgeServiceRef';

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
});
