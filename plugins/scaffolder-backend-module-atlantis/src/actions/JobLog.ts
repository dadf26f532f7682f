import { LoggerService } from '@backstage/backend-plugin-api';

/** Milliseconds for which lines are gathered into one message. */
const gatherMs = 250;

/**
 * Hands the lines of a job to a task's log, many in a message: the scaffolder writes each message
 * to its database by itself, and a plan has hundreds of lines.
 *
 * @internal
 */
export class JobLog {
  readonly #logger: LoggerService;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(logger: LoggerService) {
    this.#logger = logger;
  }

  /** Takes a line; the plan for machines, which is one long line, is left out. */
  readonly add = (line: string): void => {
    if (!line.startsWith('backlot-plan: ')) {
      this.#lines.push(line);
      this.#timer ??= setTimeout(() => this.flush(), gatherMs);
    }
  };

  /** Hands over what has been gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#lines.length > 0) {
      this.#logger.info(this.#lines.join('\n'));
      this.#lines = [];
    }
  }
}
