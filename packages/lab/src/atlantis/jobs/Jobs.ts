import { randomUUID } from 'node:crypto';

/**
 * Follows a job's lines.
 *
 * @internal
 */
export interface JobFollower {
  onLine(line: string): void;
  onEnd(): void;
}

/**
 * The log of one plan or apply.
 *
 * @internal
 */
export class Job {
  readonly id = randomUUID();
  readonly #lines: string[] = [];
  readonly #followers = new Set<JobFollower>();
  #ended = false;

  /** Whether anything was printed yet; before that, Atlantis does not know the job. */
  get known(): boolean {
    return this.#lines.length > 0;
  }

  print(line: string): void {
    this.#lines.push(line);
    for (const follower of this.#followers) {
      follower.onLine(line);
    }
  }

  end(): void {
    this.#ended = true;
    for (const follower of this.#followers) {
      follower.onEnd();
    }
    this.#followers.clear();
  }

  /** Replays all lines, then follows. Returns what ends following. */
  follow(follower: JobFollower): () => void {
    this.#lines.forEach(line => follower.onLine(line));
    if (this.#ended) {
      follower.onEnd();
      return () => {};
    }
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}

/**
 * All jobs of this process. They live in memory only: a restart forgets them.
 *
 * @internal
 */
export class Jobs {
  readonly #jobs = new Map<string, Job>();

  start(): Job {
    const job = new Job();
    this.#jobs.set(job.id, job);
    return job;
  }

  find(id: string): Job | undefined {
    const job = this.#jobs.get(id);
    return job?.known ? job : undefined;
  }

  forgetAll(): void {
    this.#jobs.clear();
  }
}
