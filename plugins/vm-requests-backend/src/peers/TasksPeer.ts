import { AuthService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { Clock } from '../clock';
import { TaskFailure, Tasks } from './RequestPeers';

const pageSize = 50;
const mostPages = 20;
/** Times of two machines may differ by this much. */
const skewMs = 60_000;

function isNotFound(error: unknown): boolean {
  return error instanceof ResponseError && error.response.status === 404;
}

/** An error's message, and its class, out of what the task log has with a stack trace. */
function readFailure(text: string): TaskFailure {
  const [head] = text.split(/\n\s+at /);
  const [, errorName, message] =
    /^(?:([A-Z]\w*Error): )?([\s\S]*)$/.exec(head.trim()) ?? [];
  return { message, errorName };
}

/** Scaffolder tasks behind the ledger's own words, called with the ledger's own credentials. */
export function createTasksPeer(options: {
  scaffolder: ScaffolderService;
  auth: AuthService;
  clock: Clock;
  /** Entity ref of the template that follows approval. */
  applyTemplate: string;
  /** Milliseconds that a task may be without a heartbeat. */
  lease: number;
}): Tasks {
  const { scaffolder, auth, clock, applyTemplate, lease } = options;
  const own = async () => ({
    credentials: await auth.getOwnServiceCredentials(),
  });

  /** A task that a person starts carries the person; one that the ledger starts does not. */
  function isStartedByLedger(task: ScaffolderTask, request: string): boolean {
    const { user, templateInfo, parameters } = task.spec;
    return (
      !user?.ref &&
      templateInfo?.entityRef === applyTemplate &&
      parameters.request === request
    );
  }

  return {
    async start(request) {
      const { taskId } = await scaffolder.scaffold(
        { templateRef: applyTemplate, values: { request } },
        await own(),
      );
      return taskId;
    },

    async findStarted(request, since) {
      const earliest = Date.parse(since) - skewMs;
      const found: string[] = [];
      for (let page = 0; page < mostPages; page++) {
        const { items } = await scaffolder.listTasks(
          { limit: pageSize, offset: page * pageSize },
          await own(),
        );
        found.push(
          ...items
            .filter(task => isStartedByLedger(task, request))
            .map(({ id }) => id),
        );
        const last = items.at(-1);
        if (!last || Date.parse(last.createdAt) < earliest) {
          break;
        }
      }
      return found;
    },

    async isOwn(taskId, request) {
      try {
        const task = await scaffolder.getTask({ taskId }, await own());
        return isStartedByLedger(task, request);
      } catch (error) {
        if (isNotFound(error)) {
          return false;
        }
        throw error;
      }
    },

    async look(taskId) {
      try {
        const task = await scaffolder.getTask({ taskId }, await own());
        if (task.status === 'open') {
          return { state: 'alive' };
        }
        if (task.status !== 'processing') {
          return {
            state: 'ended',
            detail: `Its task ${taskId} has ended as ${task.status}.`,
          };
        }
        const heard = Date.parse(task.lastHeartbeatAt ?? task.createdAt);
        const silence = clock.now().getTime() - heard;
        return silence < lease
          ? { state: 'alive' }
          : {
              state: 'gone',
              detail: `Its task ${taskId} has given no sign of life for ${Math.round(
                silence / 1000,
              )} s: the process that ran it has stopped.`,
            };
      } catch (error) {
        if (isNotFound(error)) {
          return {
            state: 'gone',
            detail: `The scaffolder no longer knows its task ${taskId}.`,
          };
        }
        throw error;
      }
    },

    async failureOf(taskId) {
      const events = await scaffolder.getLogs({ taskId }, await own());
      if (events.some(({ type }) => type === 'cancelled')) {
        return { message: 'Its task was cancelled in Backstage.' };
      }
      const failed = events.find(({ body }) => body.status === 'failed');
      if (!failed) {
        return undefined;
      }
      const { spec } = await scaffolder.getTask({ taskId }, await own());
      const step = spec.steps.find(({ id }) => id === failed.body.stepId);
      return { ...readFailure(failed.body.message), action: step?.action };
    },

    async cancel(taskId) {
      await scaffolder.cancelTask({ taskId }, await own());
    },
  };
}
