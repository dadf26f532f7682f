import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { AtlantisApi } from './api/AtlantisApi';
import { ProjectResult } from './api/answerSchema';
import { AtlantisCommand, AtlantisCommitStatus } from './AtlantisClient';
import {
  AnswerLostError,
  JobLostError,
  LockBusyError,
  NotReachedError,
  TerraformFailedError,
} from './errors';
import { JobWatch, WatchedJob } from './jobs/JobWatch';
import { JobKind } from './jobs/projectJobs';
import { settle } from './jobs/settle';
import { failureText, saysLocked } from './output/failureText';

const CONNECT_ATTEMPTS = 3;
const CONNECT_PAUSE_MS = 500;

/** For which the end of a log is waited for once the answer is there. */
const LOG_GRACE_MS = 5_000;

/**
 * What a command printed, and where.
 *
 * @internal
 */
export interface CommandOutput {
  text: string;
  jobUrl: string | undefined;
}

interface RunCommandOptions {
  kind: JobKind;
  command: AtlantisCommand;
  /** The commit statuses before the command: jobs that they tell of are not its own. */
  before: AtlantisCommitStatus[];
  api: AtlantisApi;
  follow: (
    url: string,
    onLine: (line: string) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  logger: LoggerService;
  settleMs: number;
  pollMs: number;
  signal: AbortSignal;
}

/** Sends the command; where there was no connection nothing was sent, and it is tried again. */
async function send(options: RunCommandOptions): Promise<ProjectResult> {
  const { api, kind, command, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return await api.run(kind, command, signal);
    } catch (error) {
      if (!(error instanceof NotReachedError) || attempt === CONNECT_ATTEMPTS) {
        throw error;
      }
      await delay(
        CONNECT_PAUSE_MS * attempt * (0.5 + Math.random()),
        undefined,
        {
          signal,
        },
      );
    }
  }
}

function failure(
  { kind, api }: Pick<RunCommandOptions, 'kind' | 'api'>,
  what: string,
  job: WatchedJob | undefined,
  plan: WatchedJob | undefined,
): Error {
  // An apply whose own plan failed only says that it can't be applied.
  const planFailed = kind === 'apply' && plan?.lines.includes('Error:');
  const planHeld = kind === 'apply' && plan?.lines.includes('Failure:');
  const source = planFailed || planHeld ? plan : job;
  const text = source && failureText(source.lines);
  if (!text) {
    return new TerraformFailedError(
      `The ${what} failed, and ${api.title} does not say why${
        source ? `: see ${source.url}` : ''
      }`,
      '',
      source?.url,
    );
  }
  if (saysLocked(text)) {
    return new LockBusyError(text);
  }
  return new TerraformFailedError(
    `The ${what} failed:\n${text}`,
    source.lines.join('\n'),
    source.url,
  );
}

/** Waits a while for the logs that are being followed to end. */
async function settled(watch: JobWatch, signal: AbortSignal): Promise<void> {
  const grace = new AbortController();
  await Promise.race([
    watch.settled(),
    delay(LOG_GRACE_MS, undefined, {
      signal: AbortSignal.any([signal, grace.signal]),
    }).catch(() => undefined),
  ]);
  grace.abort();
  signal.throwIfAborted();
}

async function afterAnswer(
  options: RunCommandOptions,
  what: string,
  watch: JobWatch,
  result: ProjectResult,
): Promise<CommandOutput> {
  const { kind, api, signal } = options;
  if (watch.follows(kind)) {
    await settled(watch, signal);
  }
  // A log that was asked for before its first line was refused, and is there now.
  if (!watch.follows(kind)) {
    await watch.lookOrWarn();
    await settled(watch, signal);
  }
  const job = watch.job(kind);
  if (saysLocked(result.Failure)) {
    throw new LockBusyError(result.Failure);
  }
  if (result.Failure) {
    throw new ConflictError(
      `${api.title} refused the ${what}: ${result.Failure}`,
    );
  }
  if (result.Error) {
    throw failure(options, what, job, watch.job('plan'));
  }
  return {
    text: result.PlanSuccess?.TerraformOutput ?? result.ApplySuccess,
    jobUrl: job?.url,
  };
}

async function afterLoss(
  options: RunCommandOptions,
  what: string,
  watch: JobWatch,
): Promise<CommandOutput> {
  const { kind, api, signal, settleMs, pollMs, logger } = options;
  const lost = `The answer of ${api.title} to the ${what} is lost`;
  logger.warn(`${lost}; looking for its job`);
  const { succeeded, job } = await settle({
    kind,
    watch,
    settleMs,
    pollMs,
    signal,
    what,
    title: api.title,
  });
  if (!succeeded) {
    throw failure(options, what, job, watch.job('plan'));
  }
  if (kind === 'plan' && !job.complete) {
    throw new JobLostError(`${lost}, and the log of ${job.url} can't be read`);
  }
  return { text: job.lines.join('\n'), jobUrl: job.url };
}

/**
 * Runs one command and follows its log.
 *
 * @throws TerraformFailedError when it fails
 * @throws LockBusyError when another run is in the way: nothing was done
 * @throws JobLostError when it is not known how it ended
 * @internal
 */
export async function runCommand(
  options: RunCommandOptions,
): Promise<CommandOutput> {
  const { kind, command, signal } = options;
  const { directory, workspace = 'default', repository } = command;
  const what = `${kind} of ${directory} in ${repository}`;
  const watch = new JobWatch({
    directory,
    workspace,
    before: options.before,
    commitStatuses: command.commitStatuses,
    follow: options.follow,
    onLine: line => command.onLog?.(line),
    logger: options.logger,
    pollMs: options.pollMs,
  });
  const answered = new AbortController();
  const looking = watch.run(kind, AbortSignal.any([signal, answered.signal]));
  try {
    let result: ProjectResult;
    try {
      result = await send(options);
    } catch (error) {
      if (!(error instanceof AnswerLostError)) {
        throw error;
      }
      answered.abort();
      await looking;
      return await afterLoss(options, what, watch);
    }
    answered.abort();
    await looking;
    return await afterAnswer(options, what, watch, result);
  } finally {
    answered.abort();
    watch.close();
    await looking;
  }
}
