import { LogEvent } from '@backstage/plugin-scaffolder-common';
import { streamOf } from '../../__testUtils__/tasks';
import { failureOfTask } from './failureOfTask';

const ask = (events: Partial<LogEvent>[]) =>
  failureOfTask(streamOf(events), 'task-1', new AbortController().signal);

describe('failureOfTask', () => {
  it('is the error that ended the task, without its stack', async () => {
    await expect(
      ask([
        {
          type: 'log',
          body: { message: 'ConflictError: web01 is taken.\n    at open' },
        },
        {
          type: 'completion',
          body: Object.assign(
            { message: 'Run completed with status: failed' },
            { error: { name: 'ConflictError', message: 'web01 is taken.' } },
          ),
        },
      ]),
    ).resolves.toMatchObject({
      name: 'ConflictError',
      message: 'web01 is taken.',
    });
  });

  it('is nothing where the task ended without an error', async () => {
    await expect(
      ask([{ type: 'completion', body: { message: 'Done' } }]),
    ).resolves.toBeUndefined();
    await expect(ask([])).resolves.toBeUndefined();
  });
});
