import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import express from 'express';
import { createTasksPeer } from './TasksPeer';
import { Tasks } from './RequestPeers';

jest.setTimeout(60_000);

/** A scaffolder that answers every start the same, and Backstage's own client of it. */
async function startWith(status: number) {
  let tasks: Tasks | undefined;
  const backend = await startTestBackend({
    features: [
      createBackendPlugin({
        pluginId: 'scaffolder',
        register({ registerInit }) {
          registerInit({
            deps: { httpRouter: coreServices.httpRouter },
            async init({ httpRouter }) {
              const router = express.Router();
              router.post('/v2/tasks', (_req, res) => {
                res.status(status).json({ errors: ['name is too long'] });
              });
              httpRouter.use(router);
            },
          });
        },
      }),
      createBackendPlugin({
        pluginId: 'vm-requests',
        register({ registerInit }) {
          registerInit({
            deps: { scaffolder: scaffolderServiceRef, auth: coreServices.auth },
            async init({ scaffolder, auth }) {
              tasks = createTasksPeer({
                scaffolder,
                auth,
                databaseTime: async () => new Date(),
                signal: new AbortController().signal,
                applyTemplate: 'template:default/apply',
                lease: 1_000,
              });
            },
          });
        },
      }),
      mockServices.rootConfig.factory(),
    ],
  });
  return { tasks: tasks!, stop: () => backend.stop() };
}

describe('starting a task for one of a batch', () => {
  const batch = { id: '01B', position: 1, attempt: 1 };

  it.each([
    [400, 'InputError'],
    [404, 'InputError'],
    [503, 'Error'],
  ])(
    'says whether the scaffolder would refuse it again: %i',
    async (status, name) => {
      const { tasks, stop } = await startWith(status);
      await expect(
        tasks.startItem('template:default/rhel9-vm', { name: 'web' }, batch),
      ).rejects.toMatchObject({
        name,
        message: expect.stringContaining(String(status)),
      });
      await stop();
    },
  );
});
