import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * One peer's state as a JSON file that is replaced whole, so that a kill in the middle of a write
 * leaves the state of before.
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

  /** Saves what `snapshot` returns when its turn comes; calls that come meanwhile become one save. */
  save(snapshot: () => T): Promise<void> {
    if (!this.#path) {
      return Promise.resolve();
    }
    if (this.#queued) {
      this.#queued = snapshot;
      return this.#writing;
    }
    this.#queued = snapshot;
    this.#writing = this.#writing.then(() => this.#write(this.#path!));
    return this.#writing;
  }

  async #write(path: string): Promise<void> {
    const snapshot = this.#queued!;
    this.#queued = undefined;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, JSON.stringify(snapshot()));
    await rename(`${path}.new`, path);
  }
}
