import { setTimeout as delay } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { AtlantisCommitStatus } from '../AtlantisClient';
import { JobKind, JobState, projectJobs } from './projectJobs';

/**
 * A job that began after the watch did, and its log.
 *
 * @internal
 */
export interface WatchedJob {
  kind: JobKind;
  url: string;
  lines: string[];
  /** Whether the log was read to its end. */
  complete: boolean;
  reading: boolean;
}

interface JobWatchOptions {
  directory: string;
  workspace: string;
  /** What was there before the call. */
  before: AtlantisCommitStatus[];
  commitStatuses: () => Promise<AtlantisCommitStatus[]>;
  follow: (
    url: string,
    onLine: (line: string) => void,
    signal: AbortSignal,
  ) => Promise<void>;
  onLine: (line: string) => void;
  logger: LoggerService;
  /** Milliseconds between two looks at the statuses. */
  pollMs: number;
}

/** So many times as long is it until the next look when there is no hurry. */
const SELDOM = 10;
/** How much longer each pause is than the one before, and how long at the most. */
const GROWTH = 1.5;
const LONGEST = 4;

async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}

/**
 * Finds the jobs that a call starts by the commit statuses that lead to them, and follows their
 * logs meanwhile.
 *
 * @internal
 */
export class JobWatch {
  readonly #options: JobWatchOptions;
  readonly #before: Map<JobKind, Set<string>>;
  readonly #jobs = new Map<string, WatchedJob>();
  readonly #stop = new AbortController();
  #following: Promise<void> = Promise.resolve();
  #warned = false;

  constructor(options: JobWatchOptions) {
    this.#options = options;
    const { before, directory, workspace } = options;
    const kinds: JobKind[] = ['plan', 'apply'];
    this.#before = new Map(
      kinds.map(kind => [
        kind,
        new Set(
          projectJobs(before, kind, directory, workspace).map(({ url }) => url),
        ),
      ]),
    );
  }

  /**
   * Looks again and again until `signal` is aborted: less and less often, for each look costs the
   * forge something, and no more once the log of a job of the kind that is waited for is there, as it
   * says the rest. An apply's own job is looked for when the log of the plan before it has ended.
   */
  async run(kind: JobKind, signal: AbortSignal): Promise<void> {
    const { pollMs } = this.#options;
    let pause = pollMs;
    while (!signal.aborted) {
      const job = this.job(kind);
      if (job && (job.reading || job.complete)) {
        await wait(SELDOM * pollMs, signal);
        continue;
      }
      if (await this.#readPlan(signal)) {
        pause = pollMs;
      } else {
        await wait(pause, signal);
        pause = Math.min(pause * GROWTH, LONGEST * pollMs);
      }
      if (!signal.aborted) {
        await this.lookOrWarn();
      }
    }
  }

  /**
   * Waits for the end of the log that is being read, but not for too long.
   *
   * @returns whether one was read; not when it was refused
   */
  async #readPlan(signal: AbortSignal): Promise<boolean> {
    const reading = [...this.#jobs.values()].find(job => job.reading);
    if (reading) {
      await Promise.race([
        wait(SELDOM * this.#options.pollMs, signal),
        this.#following,
      ]);
    }
    return reading !== undefined && (reading.complete || reading.reading);
  }

  /**
   * Looks once for jobs that began since, and begins to follow them.
   *
   * @returns how the newest of them stands, by kind
   */
  async look(): Promise<Map<JobKind, JobState>> {
    const { commitStatuses, directory, workspace } = this.#options;
    const statuses = await commitStatuses();
    const found = new Map<JobKind, JobState>();
    for (const [kind, before] of this.#before) {
      const jobs = projectJobs(statuses, kind, directory, workspace)
        .filter(({ url }) => !before.has(url))
        .reverse();
      for (const { url, state } of jobs) {
        found.set(kind, state);
        this.#follow(kind, url);
      }
    }
    return found;
  }

  /** Looks; a forge that does not answer is told of once, since the call itself does not need it. */
  async lookOrWarn(): Promise<Map<JobKind, JobState> | undefined> {
    try {
      return await this.look();
    } catch (error) {
      if (!this.#warned) {
        this.#warned = true;
        this.#options.logger.warn(
          `The forge did not tell commit statuses, so the log of ${
            this.#options.directory
          } comes late`,
          isError(error) ? error : new Error(String(error)),
        );
      }
      return undefined;
    }
  }

  /** The newest job of a kind that began since. */
  job(kind: JobKind): WatchedJob | undefined {
    return [...this.#jobs.values()].filter(job => job.kind === kind).at(-1);
  }

  /** Whether a job of a kind is known, and the logs of all that are have been or are being read. */
  follows(kind: JobKind): boolean {
    return (
      this.job(kind) !== undefined &&
      [...this.#jobs.values()].every(job => job.complete || job.reading)
    );
  }

  /** Waits until the logs that are being followed have ended. */
  async settled(): Promise<void> {
    await this.#following;
  }

  /**
   * Reads a job's log once more, to its end.
   *
   * @returns whether Atlantis still knows the job
   */
  async readAgain(job: WatchedJob): Promise<boolean> {
    job.complete = false;
    this.#following = this.#following.then(() => this.#read(job));
    await this.#following;
    return job.complete;
  }

  /** Ends following. */
  close(): void {
    this.#stop.abort();
  }

  #follow(kind: JobKind, url: string) {
    let job = this.#jobs.get(url);
    if (job && (job.complete || job.reading)) {
      return;
    }
    job ??= { kind, url, lines: [], complete: false, reading: false };
    this.#jobs.set(url, job);
    const followed = job;
    followed.reading = true;
    // One after the other, so that an apply's lines come after those of its plan.
    this.#following = this.#following.then(() => this.#read(followed));
  }

  async #read(job: WatchedJob): Promise<void> {
    if (job.complete || this.#stop.signal.aborted) {
      return;
    }
    job.reading = true;
    let seen = 0;
    try {
      await this.#options.follow(
        job.url,
        line => {
          seen += 1;
          if (seen > job.lines.length) {
            job.lines.push(line);
            this.#options.onLine(line);
          }
        },
        this.#stop.signal,
      );
      job.complete = true;
    } catch (error) {
      // Not printed anything yet, or forgotten by a restart: the next look shows which.
      this.#options.logger.debug(
        `No log of ${job.url} for now`,
        isError(error) ? error : new Error(String(error)),
      );
    } finally {
      job.reading = false;
    }
  }
}
