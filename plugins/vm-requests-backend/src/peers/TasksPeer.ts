import { untilAborted } from '@backlot/backend-common';
import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { InputError, isError, ResponseError } from '@backstage/errors';
import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { batchRefSchema, JsonRecord } from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { PlaceInBatch } from '../database/RequestStore';
import { templateRefOf } from '../ledger/templateRefOf';
import { TaskFailure, Tasks } from './RequestPeers';

const pageSize = 50;
const mostPages = 20;
/** Times of two machines may differ by this much. */
const skewMs = 60_000;

/** Backstage's client says in its message alone that a task was refused, and would be again. */
const refusedStart = /^Backend request failed, (?:400|403|404|409|422)\b/;

/** By what parameter a task is told that the ledger started for one of a batch. */
const itemParameters = z.object({
  batch: batchRefSchema.extend({ attempt: z.number().int() }),
});

/** What the ledger started a task for; undefined where a person started it, or it is of no batch. */
function itemOfTask({ spec }: ScaffolderTask) {
  const template = spec.templateInfo?.entityRef;
  const read = itemParameters.safeParse(spec.parameters);
  return template !== undefined && !spec.user?.ref && read.success
    ? { template, batch: read.data.batch }
    : undefined;
}

function isSame(one: PlaceInBatch, other: PlaceInBatch | undefined): boolean {
  return (
    one.id === other?.id &&
    one.position === other.position &&
    one.attempt === other.attempt
  );
}

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
  /** The scaffolder's heartbeats are by its database's clock, which is the same in most. */
  databaseTime: () => Promise<Date>;
  signal: AbortSignal;
  /** Entity ref of the template that follows approval. */
  applyTemplate: string;
  /** Milliseconds that a task may be without a heartbeat. */
  lease: number;
}): Tasks {
  const { scaffolder, auth, databaseTime, applyTemplate, lease } = options;

  /** Asks the scaffolder with the ledger's own credentials. */
  async function ask<T>(
    call: (own: { credentials: BackstageCredentials }) => Promise<T>,
  ): Promise<T> {
    const credentials = await auth.getOwnServiceCredentials();
    return untilAborted(() => call({ credentials }), options.signal);
  }

  /** A task that is cancelled may end as failed: by what its step made of the signal. */
  async function wasCancelled(taskId: string): Promise<boolean> {
    const events = await ask(own => scaffolder.getLogs({ taskId }, own));
    return events.some(({ type }) => type === 'cancelled');
  }

  /** A task that a person starts carries the person; one that the ledger starts does not. */
  function isStartedByLedger(task: ScaffolderTask, request: string): boolean {
    const { user, templateInfo, parameters } = task.spec;
    return (
      !user?.ref &&
      templateInfo?.entityRef === applyTemplate &&
      parameters.request === request
    );
  }

  async function find(taskId: string): Promise<ScaffolderTask | undefined> {
    try {
      return await ask(own => scaffolder.getTask({ taskId }, own));
    } catch (error) {
      if (isNotFound(error)) {
        return undefined;
      }
      throw error;
    }
  }

  /** Ids of some tasks that were made since a time, newest first. */
  async function findSince(
    since: string,
    isWanted: (task: ScaffolderTask) => boolean,
  ): Promise<string[]> {
    const earliest = Date.parse(since) - skewMs;
    const found: string[] = [];
    for (let page = 0; page < mostPages; page++) {
      const { items } = await ask(own =>
        scaffolder.listTasks({ limit: pageSize, offset: page * pageSize }, own),
      );
      found.push(...items.filter(isWanted).map(({ id }) => id));
      const last = items.at(-1);
      if (!last || Date.parse(last.createdAt) < earliest) {
        break;
      }
    }
    return found;
  }

  return {
    async start(request) {
      const { taskId } = await ask(own =>
        scaffolder.scaffold(
          { templateRef: applyTemplate, values: { request } },
          own,
        ),
      );
      return taskId;
    },

    async startOperation(templateRef, values) {
      const { taskId } = await ask(own =>
        scaffolder.scaffold({ templateRef, values }, own),
      );
      return taskId;
    },

    async isOwnOperation(taskId, { template, machine }) {
      const task = await find(taskId);
      return (
        task !== undefined &&
        itemOfTask(task) === undefined &&
        !task.spec.user?.ref &&
        task.spec.templateInfo?.entityRef === templateRefOf(template) &&
        task.spec.parameters.machine === machine
      );
    },

    async startItem(templateRef, values, batch) {
      try {
        const { taskId } = await ask(own =>
          scaffolder.scaffold(
            { templateRef, values: { ...values, batch: { ...batch } } },
            own,
          ),
        );
        return taskId;
      } catch (error) {
        throw isError(error) && refusedStart.test(error.message)
          ? new InputError(
              `The scaffolder does not start ${templateRef}: ${error.message}`,
              error,
            )
          : error;
      }
    },

    async findStartedItem(batch, since) {
      return findSince(since, task => isSame(batch, itemOfTask(task)?.batch));
    },

    async itemOf(taskId) {
      const task = await find(taskId);
      return task && itemOfTask(task);
    },

    async formOf(taskId) {
      const { spec } = (await find(taskId)) ?? {};
      const template = spec?.templateInfo?.entityRef;
      const user = spec?.user?.ref;
      return spec && template !== undefined && user !== undefined
        ? { template, user, values: spec.parameters as JsonRecord }
        : undefined;
    },

    async findStarted(request, since) {
      return findSince(since, task => isStartedByLedger(task, request));
    },

    async isOwn(taskId, request) {
      const task = await find(taskId);
      return task !== undefined && isStartedByLedger(task, request);
    },

    async look(taskId) {
      try {
        const task = await ask(own => scaffolder.getTask({ taskId }, own));
        if (task.status === 'open') {
          return { state: 'alive' };
        }
        if (
          task.status === 'cancelled' ||
          (task.status === 'failed' && (await wasCancelled(taskId)))
        ) {
          return {
            state: 'cancelled',
            detail: `Its task ${taskId} was cancelled in the scaffolder.`,
          };
        }
        if (task.status !== 'processing') {
          return {
            state: 'ended',
            detail: `Its task ${taskId} has ended as ${task.status}.`,
          };
        }
        const heard = Date.parse(task.lastHeartbeatAt ?? task.createdAt);
        const silence = (await databaseTime()).getTime() - heard;
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
      const events = await ask(own => scaffolder.getLogs({ taskId }, own));
      const failed = events.find(({ body }) => body.status === 'failed');
      if (!failed) {
        return undefined;
      }
      const { spec } = await ask(own => scaffolder.getTask({ taskId }, own));
      const step = spec.steps.find(({ id }) => id === failed.body.stepId);
      return { ...readFailure(failed.body.message), action: step?.action };
    },

    wasCancelled,

    async cancel(taskId) {
      await ask(own => scaffolder.cancelTask({ taskId }, own));
    },
  };
}
