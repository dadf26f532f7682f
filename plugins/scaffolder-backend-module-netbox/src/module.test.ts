import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import scaffolderModuleNetBox from '.';

describe('scaffolderModuleNetBox', () => {
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
        scaffolderModuleNetBox,
        mockServices.rootConfig.factory({
          data: {
            netbox: { url: 'https://netbox.acme.example', token: 'nbt_a.b' },
          },
        }),
      ],
    });
    await backend.stop();
    expect(added.map(({ id }) => id)).toEqual([
      'netbox:allocate',
      'netbox:release',
    ]);
  });
});
