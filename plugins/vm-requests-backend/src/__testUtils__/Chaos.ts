/** The process was killed. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

/**
 * Kills the process at chosen moments: before or after the work of any call. A killed process makes
 * no further call until it is started again.
 */
export class Chaos {
  readonly #killAt: Set<number>;
  #moment = 0;
  #dead = false;

  /** @param killAt - numbers of the moments at which the process dies */
  constructor(killAt: number[] = []) {
    this.#killAt = new Set(killAt);
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

  /** The same object, each of its calls with a moment before and one after. */
  around<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const member = Reflect.get(object, name);
        if (typeof member !== 'function') {
          return member;
        }
        return async (...input: unknown[]) => {
          this.#pass();
          const output = await member.apply(object, input);
          this.#pass();
          return output;
        };
      },
    });
  }

  #pass(): void {
    if (this.#dead) {
      throw new Killed('The process is dead');
    }
    if (this.#killAt.has(this.#moment++)) {
      this.#dead = true;
      throw new Killed('The process was killed');
    }
  }
}
