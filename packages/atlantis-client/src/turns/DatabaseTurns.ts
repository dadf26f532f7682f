import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { Slots } from '@backlot/backend-common';
import { Knex } from 'knex';
import { AtlantisTurns, rankOf, Turn } from './AtlantisTurns';

/**
 * Turns over all replicas and plugins that share a database, which is connected to when the first is
 * taken.
 *
 * @internal
 */
export class DatabaseTurns implements AtlantisTurns {
  readonly #options: ConstructorParameters<typeof DatabaseTurns>[0];
  #slots: Promise<Slots> | undefined;

  constructor(options: {
    connect: () => Promise<Knex>;
    /** One for all who ask the same Atlantis. */
    queue: string;
    size: number;
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  async take(options: Parameters<AtlantisTurns['take']>[0]): Promise<Turn> {
    this.#slots ??= this.#connect();
    const slots = await this.#slots;
    const { purpose, ...waiting } = options;
    const slot = await slots.take({ ...waiting, rank: rankOf(purpose) });
    let ended: Promise<void> | undefined;
    return {
      end: () => {
        ended ??= slot.release();
        return ended;
      },
    };
  }

  async #connect(): Promise<Slots> {
    const { connect, queue, size, logger } = this.#options;
    try {
      return new Slots({ db: await connect(), queue, size, logger });
    } catch (error) {
      this.#slots = undefined;
      throw new ForwardedError(
        "The database of Atlantis' turns can't be used, so nothing was asked of Atlantis",
        error,
      );
    }
  }
}
