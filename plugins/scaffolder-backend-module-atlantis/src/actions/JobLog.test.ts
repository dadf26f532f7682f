import { EventEmitter, once } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { JobLog } from './JobLog';

describe('JobLog', () => {
  function start() {
    const said = new EventEmitter();
    const messages: string[] = [];
    const log = new JobLog(
      mockServices.logger.mock({
        info: message => {
          messages.push(message);
          said.emit('message', message);
        },
      }),
    );
    return { log, messages, next: () => once(said, 'message') };
  }

  it('gathers lines into one message, which comes by itself', async () => {
    const { log, messages, next } = start();
    const message = next();
    log.add('Initializing the backend...');
    log.add('');
    log.add('Plan: 1 to add, 0 to change, 0 to destroy.');
    expect(messages).toEqual([]);
    expect(await message).toEqual([
      'Initializing the backend...\n\nPlan: 1 to add, 0 to change, 0 to destroy.',
    ]);
    const later = next();
    log.add('Apply complete!');
    expect(await later).toEqual(['Apply complete!']);
  });

  it('hands over what is left when told to, and nothing twice', () => {
    const { log, messages } = start();
    log.add('one');
    log.flush();
    log.flush();
    expect(messages).toEqual(['one']);
  });

  it('leaves out the plan that is meant for machines', () => {
    const { log, messages } = start();
    log.add('backlot-plan: eyJ2ZXJzaW9uIjoxfQ==');
    log.add('backlot-plan-digest: sha256:00');
    log.flush();
    expect(messages).toEqual(['backlot-plan-digest: sha256:00']);
  });
});
