import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import scaffolderModuleAtlantis from '.';

describe('scaffolderModuleAtlantis', () => {
  it('adds both actions to the scaffolder', async () => {
    const added: TemplateAction[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          {
            addActions: (...actions: TemplateAction[]) =>
              added.push(...actions),
          },
        ],
      ],
      features: [
        scaffolderModuleAtlantis,
        mockServices.rootConfig.factory({
          data: {
            atlantis: { url: 'https://atlantis.example', apiSecret: 's' },
            gitForge: {
              type: 'gitea',
              url: 'https://git.example',
              token: 't',
              repositories: ['platform/infrastructure'],
            },
          },
        }),
      ],
    });
    await backend.stop();
    expect(added.map(({ id }) => id)).toEqual([
      'atlantis:plan',
      'atlantis:apply',
    ]);
  });
});
