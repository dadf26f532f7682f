/** The process was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/** The answer of a call was lost. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

/** When something can go wrong: before a call has done its work, or after it. */
export interface Moment {
  /** e.g. `forge.propose` */
  call: string;
  when: 'before' | 'after';
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
  readonly #passed: Moment[] = [];
  #interrupt: () => Promise<void>;
  #dead = false;

  constructor(troubles: Troubles = {}) {
    this.#killAt = new Set(troubles.killAt);
    this.#loseAt = new Set(troubles.loseAt);
    this.#interruptAt = new Set(troubles.interruptAt);
    this.#interrupt = troubles.interrupt ?? (async () => {});
  }

  /** How many moments there were. */
  get moments(): number {
    return this.#passed.length;
  }

  /** Those that there were. */
  get passed(): readonly Moment[] {
    return this.#passed;
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

  /**
   * The same object, with trouble around each of its calls.
   *
   * @param name - of the object, in the names of its calls
   */
  around<T extends object>(target: T, name: string = ''): T {
    return new Proxy(target, {
      get: (object, key) => {
        const member = Reflect.get(object, key);
        if (typeof member !== 'function') {
          return member;
        }
        const call = `${name}.${String(key)}`;
        return async (...input: unknown[]) => {
          await this.#pass({ call, when: 'before' });
          const output = await member.apply(object, input);
          await this.#pass({ call, when: 'after' });
          return output;
        };
      },
    });
  }

  async #pass(passing: Moment): Promise<void> {
    if (this.#dead) {
      throw new Killed('The process is dead');
    }
    const moment = this.#passed.push(passing) - 1;
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
