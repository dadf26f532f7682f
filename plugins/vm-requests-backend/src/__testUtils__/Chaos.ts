/** The process was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The answer of a call was lost. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** What goes wrong at which moments; each call has a moment before and one after its work. */
export interface Troubles {
  /** The process dies. */
  killAt?: number[];
  /** The call fails, though its work was done if the moment is after it. */
  loseAt?: number[];
  /** Something else happens meanwhile. */
  interruptAt?: number[];
  interrupt?: () => Promise<void>;
}

/** Makes trouble at chosen moments. A killed process makes no call until it is started again. */
export class Chaos {
  readonly #killAt: Set<number>;
  readonly #loseAt: Set<number>;
  readonly #interruptAt: Set<number>;
  #interrupt: () => Promise<void>;
  #moment = 0;
  #dead = false;

  constructor(troubles: Troubles = {}) {
    this.#killAt = new Set(troubles.killAt);
    this.#loseAt = new Set(troubles.loseAt);
    this.#interruptAt = new Set(troubles.interruptAt);
    this.#interrupt = troubles.interrupt ?? (async () => {});
  }

  /** How many moments there were. */
  get moments(): number {
    return this.#moment;
  }

  get dead(): boolean {
    return this.#dead;
  }

  startAgain(): void {
    this.#dead = false;
  }

  onInterrupt(interrupt: () => Promise<void>): void {
    this.#interrupt = interrupt;
  }

  /** The same object, with trouble around each of its calls. */
  around<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member = Reflect.get(object, name);
        if (typeof member !== 'function') {
          return member;
        }
        return async (...input: unknown[]) => {
          await this.#pass();
          const output = await member.apply(object, input);
          await this.#pass();
          return output;
        };
      },
    });
  }

  async #pass(): Promise<void> {
    if (this.#dead) {
      throw new Killed('The process is dead');
    }
    const moment = this.#moment++;
    if (this.#killAt.has(moment)) {
      this.#dead = true;
      throw new Killed('The process was killed');
    }
    if (this.#loseAt.has(moment)) {
      throw new AnswerLost('socket hang up');
    }
    if (this.#interruptAt.has(moment)) {
      await this.#interrupt();
    }
  }
}
