/** Characters that are kept of the start, and of the end. */
const KEPT = 20_000;

/**
 * What a command printed: how it started and how it ended, where it is too much to keep all. Why a
 * server does not start is said early, and followed by whatever it goes on to say.
 */
export class KeptOutput {
  readonly #without: string | undefined;
  #start = '';
  #end = '';
  #leftOut = 0;
  /** A line whose end has not been printed yet. */
  #line = '';

  /** @param without - lines with this text are not kept */
  constructor(without?: string) {
    this.#without = without;
  }

  add(data: string): void {
    const lines = (this.#line + data).split('\n');
    this.#line = lines.pop()!;
    lines.filter(line => this.#isKept(line)).forEach(line => this.#keep(line));
  }

  get text(): string {
    const rest = this.#isKept(this.#line) ? this.#line : '';
    return this.#leftOut > 0
      ? `${this.#start}[${this.#leftOut} characters left out]\n${
          this.#end
        }${rest}`
      : `${this.#start}${this.#end}${rest}`;
  }

  #isKept(line: string): boolean {
    return this.#without === undefined || !line.includes(this.#without);
  }

  #keep(line: string): void {
    const text = `${line}\n`;
    const forStart = this.#end ? 0 : Math.max(0, KEPT - this.#start.length);
    this.#start += text.slice(0, forStart);
    const end = this.#end + text.slice(forStart);
    this.#leftOut += Math.max(0, end.length - KEPT);
    this.#end = end.slice(-KEPT);
  }
}
