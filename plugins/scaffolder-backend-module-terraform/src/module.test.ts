import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderModuleTerraform } from './module';

describe('scaffolderModuleTerraform', () => {
  it('adds terraform:render to the scaffolder', async () => {
    const actions = { addActions: jest.fn() };
    const backend = await startTestBackend({
      extensionPoints: [[scaffolderActionsExtensionPoint, actions]],
      features: [
        scaffolderModuleTerraform,
        mockServices.rootConfig.factory({
          data: { terraformRender: { backend: { type: 's3' } } },
        }),
      ],
    });
    expect(actions.addActions).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'terraform:render' }),
    );
    await backend.stop();
  });

  it('does not start with a secret in the configuration', async () => {
    await expect(
      startTestBackend({
        extensionPoints: [
          [scaffolderActionsExtensionPoint, { addActions: jest.fn() }],
        ],
        features: [
          scaffolderModuleTerraform,
          mockServices.rootConfig.factory({
            data: {
              terraformRender: {
                backend: { type: 's3', config: { secret_key: 'x' } },
              },
            },
          }),
        ],
      }),
    ).rejects.toThrow(/secret_key is a secret/);
  });
});
