import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { LogStage } from '../database/LogStore';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from './LedgerContext';

const lookAgainMs = 1_000;
const keepMs = 10_000;

function jobOf(request: StoredRequest, stage: LogStage) {
  return (
    request.pullRequest && {
      repository: request.repository,
      directory: request.directory,
      commit: request.pullRequest.commit,
      stage,
    }
  );
}

/** Whether a stage is under way or to come, so that a log may still appear. */
function isExpected(request: StoredRequest, stage: LogStage): boolean {
  return stage === 'plan'
    ? request.state === 'open'
    : (request.state === 'approved' || request.state === 'applying') &&
        request.phase !== 'held';
}

function lastWords(
  request: StoredRequest,
  stage: LogStage,
): string | undefined {
  return stage === 'plan'
    ? request.plan?.text ?? request.message
    : request.message;
}

/** Follows a job and keeps its log, whole, once it has ended. */
async function followAndKeep(
  context: LedgerContext,
  request: StoredRequest,
  stage: LogStage,
  options: { onLine: (line: string) => void; signal: AbortSignal },
): Promise<boolean> {
  const job = jobOf(request, stage);
  if (!job) {
    return false;
  }
  const lines: string[] = [];
  const found = await context.peers.jobs.follow(job, {
    signal: options.signal,
    onLine: line => {
      lines.push(line);
      options.onLine(line);
    },
  });
  if (found && lines.length > 0) {
    await context.logs.save(request.id, stage, lines.join('\n'));
  }
  return found && lines.length > 0;
}

/**
 * Follows the log of a stage: live while its job runs, as it was kept once the job has ended. Where
 * there is none any more, Terraform's own text.
 */
export async function followLog(
  context: LedgerContext,
  id: string,
  stage: LogStage,
  options: { onLine: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const { store, logs } = context;
  const { onLine, signal } = options;
  for (;;) {
    const request = await store.get(id);
    const expected = isExpected(request, stage);
    const kept = expected ? undefined : await logs.read(id, stage);
    if (kept !== undefined) {
      kept.split('\n').forEach(onLine);
      return;
    }
    if (await followAndKeep(context, request, stage, options)) {
      return;
    }
    if (!expected) {
      lastWords(request, stage)?.split('\n').forEach(onLine);
      return;
    }
    await sleep(lookAgainMs, undefined, { signal });
  }
}

/** Keeps a log before what leads to it is given back. A log is no reason to keep anything else. */
export async function keepLog(
  context: LedgerContext,
  request: StoredRequest,
  stage: LogStage,
): Promise<void> {
  const { logs, logger } = context;
  if ((await logs.read(request.id, stage)) !== undefined) {
    return;
  }
  try {
    await followAndKeep(context, request, stage, {
      onLine: () => {},
      signal: AbortSignal.timeout(keepMs),
    });
  } catch (error) {
    logger.warn(
      `The ${stage} log of request ${request.id} could not be kept: ${
        isError(error) ? error.message : String(error)
      }`,
    );
  }
}
