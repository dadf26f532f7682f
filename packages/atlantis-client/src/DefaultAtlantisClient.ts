import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { causeInWords, withCause } from '@backlot/backend-common';
import { assertAllowed, assertRepositoryAllowed } from './allowed';
import { AtlantisApi } from './api/AtlantisApi';
import {
  AppliedResult,
  ApplyResult,
  ApprovedPlan,
  AtlantisClient,
  AtlantisCommand,
  AtlantisCommitStatus,
  ConnectionStep,
  PlanResult,
} from './AtlantisClient';
import { checkConnection } from './checkConnection';
import { AtlantisConfig } from './config';
import {
  JobLostError,
  LockBusyError,
  PlanChangedError,
  TerraformFailedError,
} from './errors';
import { followJob } from './jobs/followJob';
import { JobKind, projectJobs } from './jobs/projectJobs';
import { jobIdOf } from './jobs/jobUrl';
import { saysGateRefused } from './output/failureText';
import { appliedResult, planResult } from './results';
import { CommandOutput, runCommand } from './runCommand';
import { AtlantisTurns, Turn, unboundedTurns } from './turns/AtlantisTurns';
import { WorkTime } from './turns/WorkTime';

/** A plan changes nothing, so it may be asked for again when it is lost. */
const PLAN_ATTEMPTS = 3;

/**
 * How often the client looks again.
 *
 * @public
 */
export interface AtlantisPace {
  /** Milliseconds between two looks at the commit statuses. */
  pollMs: number;
  /** Milliseconds after which a held lock is tried again, at first and at most. */
  lockMs: [number, number];
}

/** A turn that was taken before the first try, with the commit statuses that were read in it. */
interface FirstTry {
  turn: Turn;
  statuses: AtlantisCommitStatus[];
}

/**
 * Says that somebody pushed, where it is so: Atlantis then reports at another commit than is looked at,
 * so that its log is not found.
 */
function withPush(
  error: TerraformFailedError,
  { commit }: ApprovedPlan,
  plan: PlanResult,
): TerraformFailedError {
  return commit && plan.commit && commit !== plan.commit
    ? new TerraformFailedError(
        `${error.message}: commit ${commit} was approved, and the branch is now at ${plan.commit}. Somebody pushed to it`,
        error.text,
        error.jobUrl,
      )
    : error;
}

const DEFAULT_PACE: AtlantisPace = { pollMs: 500, lockMs: [2_000, 15_000] };

/**
 * The client of one Atlantis.
 *
 * @public
 */
export class DefaultAtlantisClient implements AtlantisClient {
  readonly #config: AtlantisConfig;
  readonly #api: AtlantisApi;
  readonly #logger: LoggerService;
  readonly #pace: AtlantisPace;
  readonly #turns: AtlantisTurns;

  /**
   * @param options - without `turns` nothing bounds how many commands run at the same time
   */
  constructor(
    config: AtlantisConfig,
    options: {
      logger: LoggerService;
      pace?: AtlantisPace;
      turns?: AtlantisTurns;
    },
  ) {
    this.#config = config;
    this.#api = new AtlantisApi(config);
    this.#logger = options.logger;
    this.#pace = options.pace ?? DEFAULT_PACE;
    this.#turns = options.turns ?? unboundedTurns;
  }

  assertAllowed(repository: string, directory: string): void {
    assertAllowed(this.#config, repository, directory);
  }

  async plan(command: AtlantisCommand): Promise<PlanResult> {
    return await this.#within('plan', command, time =>
      this.#plan(command, time),
    );
  }

  async apply(
    command: AtlantisCommand & { approved?: ApprovedPlan },
  ): Promise<ApplyResult> {
    return await this.#within('apply', command, async time => {
      const { approved } = command;
      if (approved === undefined) {
        return await this.#apply(command, time);
      }
      let begun = this.#newestApply(command, await command.commitStatuses());
      let refused: TerraformFailedError | undefined;
      if (approved.gated && !begun) {
        const turn = await this.#turn('apply', command, time);
        try {
          // Looked at again, for waiting may have taken long.
          const statuses = await command.commitStatuses();
          begun = this.#newestApply(command, statuses);
          if (!begun) {
            return await this.#apply(command, time, { turn, statuses });
          }
        } catch (error) {
          if (
            !(error instanceof TerraformFailedError) ||
            (error.text !== '' && !saysGateRefused(error.text))
          ) {
            throw error;
          }
          refused = error;
        } finally {
          await turn.end();
        }
      }
      if (begun?.state === 'pending') {
        await this.#awaitApply(command, begun.url, time.signal);
      }
      const plan = await this.#plan(command, time);
      if (plan.noChanges) {
        return { outcome: 'already-applied', plan };
      }
      // Without a log it is not known whether the gate refused, or how far the apply came.
      if (refused?.text === '') {
        throw withPush(refused, approved, plan);
      }
      this.#compare(command, approved, plan);
      if (refused) {
        throw refused;
      }
      return await this.#apply(command, time);
    });
  }

  async followJob(
    jobUrl: string,
    options: {
      onLine: (line: string) => unknown;
      signal?: AbortSignal;
    },
  ): Promise<void> {
    const jobId = jobIdOf(jobUrl);
    if (!jobId) {
      throw new NotFoundError(`${jobUrl} is not the page of an Atlantis job`);
    }
    await followJob({
      url: this.#config.url,
      jobId,
      ca: this.#config.ca,
      connectTimeoutMs: this.#config.timeouts.connect,
      ...options,
    });
  }

  async freeLocks(
    pull: { repository: string; pull: number },
    options: { signal?: AbortSignal } = {},
  ): Promise<string[]> {
    assertRepositoryAllowed(this.#config, pull.repository);
    const freed: string[] = [];
    for (const lock of await this.#api.listLocks(options.signal)) {
      if (lock.repository === pull.repository && lock.pull === pull.pull) {
        await this.#api.freeLock(lock.name, options.signal);
        freed.push(lock.directory);
      }
    }
    return freed;
  }

  async checkConnection(
    options: { signal?: AbortSignal } = {},
  ): Promise<ConnectionStep[]> {
    return await checkConnection(this.#api, options.signal);
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#api.close();
  }

  /** Runs within the time that configuration gives, and only what it allows. */
  async #within<T>(
    kind: JobKind,
    command: AtlantisCommand,
    work: (time: WorkTime) => Promise<T>,
  ): Promise<T> {
    const { repository, directory, pull, signal } = command;
    this.assertAllowed(repository, directory);
    if (!Number.isInteger(pull) || pull < 1) {
      throw new InputError(
        `A pull request is needed, got number ${pull}: without one Atlantis skips its requirements of approval`,
      );
    }
    signal?.throwIfAborted();
    const limit = this.#config.timeouts[kind];
    const time = new WorkTime(limit, signal);
    try {
      return await work(time);
    } catch (error) {
      signal?.throwIfAborted();
      if (time.isOver) {
        throw withCause(
          new ServiceUnavailableError(
            `The ${kind} of ${directory} in ${repository} did not end within ${Math.round(
              limit / 1000,
            )} s; ${
              this.#api.title
            } may still be at it: look at the pull request's statuses, or raise ${
              this.#api.key
            }.timeouts.${kind}`,
          ),
          error,
        );
      }
      throw error;
    } finally {
      time.end();
    }
  }

  /** Waits for its turn, which takes nothing of the time that it has. */
  async #turn(
    purpose: JobKind,
    command: AtlantisCommand,
    time: WorkTime,
  ): Promise<Turn> {
    return await time.outside(signal =>
      this.#turns.take({
        purpose,
        signal,
        onWait: before =>
          command.onLog?.(`Waiting for ${this.#api.title}: ${before} ahead`),
      }),
    );
  }

  async #plan(command: AtlantisCommand, time: WorkTime): Promise<PlanResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { text, jobUrl } = await this.#run('plan', command, time);
        return planResult(text, jobUrl);
      } catch (error) {
        if (!(error instanceof JobLostError) || attempt === PLAN_ATTEMPTS) {
          throw error;
        }
        // Says what is wrong where Atlantis is down rather than back.
        await this.#api.get('/healthz', time.signal);
        this.#logger.info(`${error.message}; planning again`);
      }
    }
  }

  async #apply(
    command: AtlantisCommand,
    time: WorkTime,
    first?: FirstTry,
  ): Promise<AppliedResult> {
    const { text, jobUrl } = await this.#run('apply', command, time, first);
    return appliedResult(text, jobUrl);
  }

  #compare(command: AtlantisCommand, approved: ApprovedPlan, plan: PlanResult) {
    const what = `The plan of ${command.directory} in ${command.repository} is no longer the approved one`;
    if (approved.commit && plan.commit && approved.commit !== plan.commit) {
      throw new PlanChangedError(
        `${what}: commit ${approved.commit} was approved, and the branch is now at ${plan.commit}. Nothing was applied; plan and approve again`,
        approved,
        plan,
      );
    }
    const exact = approved.exact ?? plan.digest !== undefined;
    const digest = exact ? plan.digest : plan.textDigest;
    if (digest === approved.digest) {
      return;
    }
    const { add, change, destroy } = plan.summary;
    throw new PlanChangedError(
      digest
        ? `${what}: ${approved.digest} was approved, ${
            this.#api.title
          } would now apply ${digest} (${add} to add, ${change} to change, ${destroy} to destroy). Nothing was applied; plan and approve again`
        : `${what}: ${
            this.#api.title
          } printed no digest this time, so another workflow ran than the one of the approved plan. Nothing was applied; check the server-side configuration of Atlantis`,
      approved,
      plan,
    );
  }

  /**
   * Runs a command in its turn, and waits while a lock is held, in nobody's way.
   *
   * @param first - the turn of the first try, where it was taken already
   */
  async #run(
    kind: JobKind,
    command: AtlantisCommand,
    time: WorkTime,
    first?: FirstTry,
  ): Promise<CommandOutput> {
    const [shortest, longest] = this.#pace.lockMs;
    let waitedMs = 0;
    let given = first;
    for (let pause = shortest; ; pause = Math.min(pause * 2, longest)) {
      try {
        return await this.#runOnce(kind, command, time, given);
      } catch (error) {
        if (!(error instanceof LockBusyError)) {
          throw error;
        }
        if (waitedMs > this.#config.timeouts.lock) {
          throw withCause(
            new ConflictError(
              `Another run keeps the lock of ${command.directory} in ${
                command.repository
              }: ${causeInWords(error)}`,
            ),
            error,
          );
        }
        await given?.turn.end();
        given = undefined;
        command.onLog?.(`Waiting for the lock: ${error.message}`);
        const pauseMs = pause * (0.75 + Math.random() / 2);
        await delay(pauseMs, undefined, { signal: time.signal });
        waitedMs += pauseMs;
      }
    }
  }

  async #runOnce(
    kind: JobKind,
    command: AtlantisCommand,
    time: WorkTime,
    given: FirstTry | undefined,
  ): Promise<CommandOutput> {
    const turn = given?.turn ?? (await this.#turn(kind, command, time));
    try {
      return await runCommand({
        kind,
        command,
        before: given?.statuses ?? (await command.commitStatuses()),
        api: this.#api,
        follow: (url, onLine, following) =>
          this.followJob(url, { onLine, signal: following }),
        logger: this.#logger,
        settleMs: this.#config.timeouts.settle,
        pollMs: this.#pace.pollMs,
        signal: time.signal,
      });
    } finally {
      await turn.end();
    }
  }

  #newestApply(command: AtlantisCommand, statuses: AtlantisCommitStatus[]) {
    const { directory, workspace = 'default' } = command;
    return projectJobs(statuses, 'apply', directory, workspace).at(0);
  }

  /** An apply that a caller before us began, and that is still under way, is waited for. */
  async #awaitApply(
    command: AtlantisCommand,
    jobUrl: string,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.followJob(jobUrl, {
        onLine: line => command.onLog?.(line),
        signal,
      });
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
      // Atlantis was restarted since: nothing is under way.
      this.#logger.info(`${error.message}; its apply is no longer under way`);
    }
  }
}
