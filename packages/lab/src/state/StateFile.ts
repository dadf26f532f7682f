import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Some states hold tokens. */
const ownerOnly = 0o600;

/**
 * One peer's state as a JSON file that is replaced whole, so that a kill in the middle of a write
 * leaves the state of before. Only its owner may read it.
 *
 * @internal
 */
export class StateFile<T> {
  readonly #path: string | undefined;
  #writing: Promise<void> = Promise.resolve();
  #queued: (() => T) | undefined;

  /** @param path - without one, nothing is kept */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** What was kept, or undefined before the first save. */
  async load(): Promise<T | undefined> {
    if (!this.#path) {
      return undefined;
    }
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Saves what `snapshot` returns when its turn comes; calls that come meanwhile become one save.
   * A save that failed does not stand in the way of the next.
   */
  save(snapshot: () => T): Promise<void> {
    const path = this.#path;
    if (!path) {
      return Promise.resolve();
    }
    if (this.#queued) {
      this.#queued = snapshot;
      return this.#writing;
    }
    this.#queued = snapshot;
    const write = () => this.#write(path);
    this.#writing = this.#writing.then(write, write);
    return this.#writing;
  }

  async #write(path: string): Promise<void> {
    const snapshot = this.#queued!;
    this.#queued = undefined;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(snapshot()), {
      mode: ownerOnly,
    });
    await rename(`${path}.new`, path);
  }
}
