import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { causeInWords, withCause } from '@backlot/backend-common';
import { assertAllowed } from './allowed';
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

  constructor(
    config: AtlantisConfig,
    options: { logger: LoggerService; pace?: AtlantisPace },
  ) {
    this.#config = config;
    this.#api = new AtlantisApi(config);
    this.#logger = options.logger;
    this.#pace = options.pace ?? DEFAULT_PACE;
  }

  assertAllowed(repository: string, directory: string): void {
    assertAllowed(this.#config.allow, repository, directory);
  }

  async plan(command: AtlantisCommand): Promise<PlanResult> {
    return await this.#within('plan', command, signal =>
      this.#plan(command, signal),
    );
  }

  async apply(
    command: AtlantisCommand & { approved?: ApprovedPlan },
  ): Promise<ApplyResult> {
    return await this.#within('apply', command, async signal => {
      const { approved } = command;
      if (approved === undefined) {
        return await this.#apply(command, signal);
      }
      const statuses = await command.commitStatuses();
      const begun = this.#newestApply(command, statuses);
      let refused: TerraformFailedError | undefined;
      if (approved.gated && !begun) {
        try {
          return await this.#apply(command, signal, statuses);
        } catch (error) {
          if (
            !(error instanceof TerraformFailedError) ||
            (error.text !== '' && !saysGateRefused(error.text))
          ) {
            throw error;
          }
          refused = error;
        }
      } else if (begun?.state === 'pending') {
        await this.#awaitApply(command, begun.url, signal);
      }
      const plan = await this.#plan(command, signal);
      if (plan.noChanges) {
        return { outcome: 'already-applied', plan };
      }
      // Without a log it is not known whether the gate refused, or how far the apply came.
      if (refused?.text === '') {
        throw refused;
      }
      this.#compare(command, approved, plan);
      if (refused) {
        throw refused;
      }
      return await this.#apply(command, signal);
    });
  }

  async followJob(
    jobUrl: string,
    options: { onLine: (line: string) => void; signal?: AbortSignal },
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
    work: (signal: AbortSignal) => Promise<T>,
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
    const deadline = AbortSignal.timeout(limit);
    try {
      return await work(
        signal ? AbortSignal.any([signal, deadline]) : deadline,
      );
    } catch (error) {
      signal?.throwIfAborted();
      if (deadline.aborted) {
        throw withCause(
          new ServiceUnavailableError(
            `The ${kind} of ${directory} in ${repository} did not end within ${Math.round(
              limit / 1000,
            )} s; Atlantis may still be at it: look at the pull request's statuses, or raise atlantis.timeouts.${kind}`,
          ),
          error,
        );
      }
      throw error;
    }
  }

  async #plan(
    command: AtlantisCommand,
    signal: AbortSignal,
  ): Promise<PlanResult> {
    for (let attempt = 1; ; attempt++) {
      try {
        const { text, jobUrl } = await this.#run('plan', command, signal);
        return planResult(text, jobUrl);
      } catch (error) {
        if (!(error instanceof JobLostError) || attempt === PLAN_ATTEMPTS) {
          throw error;
        }
        // Says what is wrong where Atlantis is down rather than back.
        await this.#api.get('/healthz', signal);
        this.#logger.info(`${error.message}; planning again`);
      }
    }
  }

  async #apply(
    command: AtlantisCommand,
    signal: AbortSignal,
    statuses?: AtlantisCommitStatus[],
  ): Promise<AppliedResult> {
    const { text, jobUrl } = await this.#run(
      'apply',
      command,
      signal,
      statuses,
    );
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
        ? `${what}: ${approved.digest} was approved, Atlantis would now apply ${digest} (${add} to add, ${change} to change, ${destroy} to destroy). Nothing was applied; plan and approve again`
        : `${what}: Atlantis printed no digest this time, so another workflow ran than the one of the approved plan. Nothing was applied; check the server-side configuration of Atlantis`,
      approved,
      plan,
    );
  }

  /**
   * Runs a command, and waits while a lock is held.
   *
   * @param statuses - the commit statuses, where they were read just now
   */
  async #run(
    kind: JobKind,
    command: AtlantisCommand,
    signal: AbortSignal,
    statuses?: AtlantisCommitStatus[],
  ): Promise<CommandOutput> {
    const [first, most] = this.#pace.lockMs;
    const since = Date.now();
    let before = statuses;
    for (let pause = first; ; pause = Math.min(pause * 2, most)) {
      try {
        return await runCommand({
          kind,
          command,
          before: before ?? (await command.commitStatuses()),
          api: this.#api,
          follow: (url, onLine, following) =>
            this.followJob(url, { onLine, signal: following }),
          logger: this.#logger,
          settleMs: this.#config.timeouts.settle,
          pollMs: this.#pace.pollMs,
          signal,
        });
      } catch (error) {
        if (!(error instanceof LockBusyError)) {
          throw error;
        }
        if (Date.now() - since > this.#config.timeouts.lock) {
          throw withCause(
            new ConflictError(
              `Another run keeps the lock of ${command.directory} in ${
                command.repository
              }: ${causeInWords(error)}`,
            ),
            error,
          );
        }
        before = undefined;
        command.onLog?.(`Waiting for the lock: ${error.message}`);
        await delay(pause * (0.75 + Math.random() / 2), undefined, { signal });
      }
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
