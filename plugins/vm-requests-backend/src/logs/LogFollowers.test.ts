import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readdir } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EventWriter } from '../streams/serveEventStream';
import fc from 'fast-check';
import { FollowLog, isForPeople, LogFollowers } from './LogFollowers';

jest.setTimeout(60_000);

/** A reader that gathers what it is given. */
class Reader implements EventWriter {
  readonly #leave = new AbortController();
  readonly signal = this.#leave.signal;
  text = '';

  write = async (events: string | Buffer): Promise<void> => {
    this.text += events.toString();
  };

  leave() {
    this.#leave.abort();
  }

  get lines(): string[] {
    return [...this.text.matchAll(/^event: line\ndata: (.*)\n\n/gm)].map(
      ([, line]) => line,
    );
  }
}

/** A job whose lines the test writes. */
class Job {
  started = 0;
  stopped = 0;
  onLine!: Parameters<FollowLog>[2]['onLine'];
  end!: (error?: Error) => void;

  readonly follow: FollowLog = (_id, _stage, { onLine, signal }) => {
    this.started += 1;
    this.onLine = onLine;
    return new Promise((resolve, reject) => {
      this.end = error => (error ? reject(error) : resolve());
      signal.addEventListener('abort', () => {
        this.stopped += 1;
        reject(signal.reason);
      });
    });
  };
}

async function until(seen: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!seen()) {
    if (Date.now() > deadline) {
      throw new Error('It did not come to be within ten seconds');
    }
    await nextTurn();
  }
}

setFlagsFromString('--expose_gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('LogFollowers', () => {
  const directory = createMockDirectory();
  let job: Job;
  let followers: LogFollowers;

  beforeEach(() => {
    job = new Job();
    followers = new LogFollowers({
      follow: job.follow,
      directory: directory.path,
    });
  });

  it('follows a job once for a hundred viewers, and gives all of it to who comes late', async () => {
    const first = new Reader();
    const reading = [followers.follow('r1', 'plan', first)];
    await until(() => job.started === 1);
    job.onLine('one');
    await until(() => first.lines.length === 1);

    const late = Array.from({ length: 99 }, () => new Reader());
    reading.push(...late.map(reader => followers.follow('r1', 'plan', reader)));
    job.onLine('zwei → 二');
    job.end();
    await Promise.all(reading);

    expect(job.started).toBe(1);
    for (const reader of [first, ...late]) {
      expect(reader.lines).toEqual(['one', 'zwei → 二']);
    }
    expect(followers.size).toBe(0);
  });

  it('ends when the last viewer has left, and leaves no file behind', async () => {
    const readers = [new Reader(), new Reader()];
    const reading = readers.map(reader =>
      followers.follow('r1', 'plan', reader).catch(() => {}),
    );
    await until(() => job.started === 1);
    readers[0].leave();
    await reading[0];
    expect(job.stopped).toBe(0);
    readers[1].leave();
    await reading[1];

    expect(job.stopped).toBe(1);
    expect(followers.size).toBe(0);
    expect(await readdir(directory.path)).toEqual([]);
  });

  it('follows different logs apart, and the same log anew once it has ended', async () => {
    const first = followers.follow('r1', 'plan', new Reader());
    await until(() => job.started === 1);
    const endFirst = job.end;
    const other = followers.follow('r1', 'apply', new Reader());
    await until(() => job.started === 2);
    job.end();
    endFirst();
    await Promise.all([first, other]);

    const again = followers.follow('r1', 'plan', new Reader());
    await until(() => job.started === 3);
    expect(followers.size).toBe(1);
    job.end();
    await again;
    expect(followers.size).toBe(0);
  });

  it('tells each viewer why a log broke off, after what there was of it', async () => {
    const readers = [new Reader(), new Reader()];
    // All are expected before one ends: nobody would catch those that end before their turn.
    const ends = readers.map(reader =>
      expect(followers.follow('r1', 'plan', reader)).rejects.toThrow(
        'Atlantis is gone',
      ),
    );
    await until(() => job.started === 1);
    job.onLine('one');
    job.end(new Error('Atlantis is gone'));

    await Promise.all(ends);
    expect(readers.map(({ lines }) => lines)).toEqual([['one'], ['one']]);
  });

  it('fails for its viewers, not for the process, where nothing can be spooled', async () => {
    const nowhere = new LogFollowers({
      follow: job.follow,
      directory: directory.resolve('missing'),
    });
    await expect(nowhere.follow('r1', 'plan', new Reader())).rejects.toThrow(
      /ENOENT/,
    );
    expect(nowhere.size).toBe(0);
  });

  it('passes on 50 MiB without keeping them for a viewer who does not read', async () => {
    const line = 'x'.repeat(1023);
    const stalled = new Reader();
    stalled.write = () =>
      new Promise((_resolve, reject) =>
        stalled.signal.addEventListener('abort', reject, { once: true }),
      );
    let received = 0;
    let last = '';
    const fast = new Reader();
    fast.write = async events => {
      received += events.length;
      last = events.toString().slice(-2000);
    };
    const reading = followers.follow('r1', 'plan', fast);
    const notReading = followers
      .follow('r1', 'plan', stalled)
      .catch(() => 'left');
    await until(() => job.started === 1);

    const used = () => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = used();
    let most = 0;
    let waited = 0;
    const lines = 50 * 1024;
    for (let index = 0; index < lines; index++) {
      const full = job.onLine(`${line}${index % 10}`);
      if (full) {
        waited += 1;
        await full;
        most = Math.max(most, used() - before);
      }
    }
    job.end();
    await reading;
    stalled.leave();

    expect(await notReading).toBe('left');
    expect(received).toBe(lines * `event: line\ndata: ${line}0\n\n`.length);
    expect(last).toContain(`${line}${(lines - 1) % 10}\n\n`);
    expect(waited).toBeGreaterThan(10);
    expect(most).toBeLessThan(40 * 1024 * 1024);
  });
});

describe('isForPeople', () => {
  it('leaves out the plan in base64, and nothing else', () => {
    fc.assert(
      fc.property(fc.base64String({ minLength: 4 }), text => {
        expect(isForPeople(`backlot-plan: ${text}`)).toBe(false);
        expect(isForPeople(text)).toBe(true);
      }),
    );
    expect(isForPeople('backlot-plan: refused: the plan has actions')).toBe(
      true,
    );
    expect(isForPeople('backlot-plan-digest: sha256:1f')).toBe(true);
    expect(isForPeople('Plan: 1 to add, 0 to change, 0 to destroy.')).toBe(
      true,
    );
  });
});
