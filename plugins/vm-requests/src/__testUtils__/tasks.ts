import {
  LogEvent,
  ScaffolderApi,
  ScaffolderTask,
} from '@backstage/plugin-scaffolder-common';
import { Observer } from '@backstage/types';

/** A task of the template for machines. */
export function taskOf(
  change: {
    status?: ScaffolderTask['status'];
    action?: string;
    /** How many machines the form asks for. */
    several?: number;
  } = {},
): ScaffolderTask {
  const { status = 'failed', action = 'vm-request:open', several } = change;
  return {
    id: 'task-1',
    status,
    createdAt: '2026-11-21T12:00:00.000Z',
    lastHeartbeatAt: '2026-11-21T12:00:01.000Z',
    spec: {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      steps: [{ id: 'open', name: 'Open the request', action }],
      output: {},
      parameters: {
        name: 'web01',
        environment: 'production',
        ...(several && { several: { count: several, pattern: '{app}-{seq}' } }),
        place: { source: 'lab', datacenter: 'fra1' },
        preview: { verdict: 'possible', environment: 'Production' },
      },
      templateInfo: { entityRef: 'template:default/rhel9-vm' },
    },
  };
}

/** A scaffolder whose tasks have these events, and end. */
export function streamOf(
  events: Partial<LogEvent>[],
): Pick<ScaffolderApi, 'streamLogs'> {
  const subscribe = ({ next, complete }: Observer<LogEvent>) => {
    events.forEach((event, id) =>
      next?.({
        id,
        taskId: 'task-1',
        createdAt: '2026-11-21T12:00:00.000Z',
        type: 'log',
        body: { message: '' },
        ...event,
      }),
    );
    complete?.();
    return { unsubscribe: () => {}, closed: true };
  };
  return {
    streamLogs: () =>
      ({ subscribe } as ReturnType<ScaffolderApi['streamLogs']>),
  };
}
