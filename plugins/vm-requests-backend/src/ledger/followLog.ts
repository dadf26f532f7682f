import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { LogStage } from '../database/LogStore';
import { StoredRequest } from '../database/StoredRequest';
import { KeptText } from '../logs/KeptText';
import { LedgerContext } from './LedgerContext';

const lookAgainMs = 1_000;
const keepMs = 10_000;

/** Where lines go; what it returns is waited for before the next. */
type OnLine = (line: string) => Promise<void> | undefined;

function jobOf(request: StoredRequest, stage: LogStage) {
  return (
    request.pullRequest && {
      stack: request.stack,
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
        request.phase !== 'held' &&
        request.phase !== 'planning';
}

function lastWords(
  request: StoredRequest,
  stage: LogStage,
): string | undefined {
  return stage === 'plan'
    ? request.plan?.text ?? request.message
    : request.message;
}

/** Hands a text over line by line, without cutting all of it at once. */
async function giveLines(text: string, onLine: OnLine): Promise<void> {
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    const written = onLine(line);
    if (written) {
      await written;
    }
    start += line.length + 1;
  }
}

/** Follows a job and keeps its log once it has ended. */
async function followAndKeep(
  context: LedgerContext,
  request: StoredRequest,
  stage: LogStage,
  options: { onLine: OnLine; signal: AbortSignal },
): Promise<boolean> {
  const job = jobOf(request, stage);
  if (!job) {
    return false;
  }
  const kept = new KeptText();
  const found = await context.peers.jobs.follow(job, {
    signal: options.signal,
    onLine: line => {
      kept.add(line);
      return options.onLine(line);
    },
  });
  if (!found || kept.isEmpty) {
    return false;
  }
  await context.logs.save(request.id, stage, kept.toString());
  return true;
}

/**
 * Follows the log of a stage: live while its job runs, as it was kept once the job has ended. Where
 * there is none any more, Terraform's own text.
 */
export async function followLog(
  context: LedgerContext,
  id: string,
  stage: LogStage,
  options: { onLine: OnLine; signal: AbortSignal },
): Promise<void> {
  const { store, logs } = context;
  const { onLine, signal } = options;
  for (;;) {
    const request = await store.get(id);
    const expected = isExpected(request, stage);
    const kept = expected ? undefined : await logs.read(id, stage);
    if (kept !== undefined) {
      await giveLines(kept, onLine);
      return;
    }
    if (await followAndKeep(context, request, stage, options)) {
      return;
    }
    if (!expected) {
      const text = lastWords(request, stage);
      if (text !== undefined) {
        await giveLines(text, onLine);
      }
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
      onLine: () => undefined,
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
