import { once, EventEmitter, setMaxListeners } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { DueJob, RecoveryLoop } from './RecoveryLoop';

describe('RecoveryLoop', () => {
  const logger = mockServices.logger.mock();
  let loop: RecoveryLoop;

  beforeEach(() => {
    loop = new RecoveryLoop({ everyMs: 60_000, logger });
  });

  afterEach(() => loop.stop());

  it('does what is due at once when it is woken', async () => {
    const seen = new EventEmitter();
    const due: DueJob[] = [];
    loop.wake();
    loop.start(async () => due.splice(0));
    due.push({
      key: 'a',
      kind: 'look',
      run: async () => void seen.emit('ran'),
    });
    const ran = once(seen, 'ran');
    loop.wake();
    await expect(ran).resolves.toEqual([]);
  });

  it('does not let a long job hold up another, nor runs one twice', async () => {
    const seen = new EventEmitter();
    let runs = 0;
    const jobs: DueJob[] = [
      {
        key: 'long',
        kind: 'look',
        run: () => {
          runs += 1;
          return new Promise(resolve => {
            seen.once('end', resolve);
          });
        },
      },
    ];
    loop.start(async () => [...jobs]);
    await new Promise(setImmediate);
    const ran = once(seen, 'short');
    jobs.push({
      key: 'short',
      kind: 'look',
      run: async () => void seen.emit('short'),
    });
    loop.wake();
    await ran;
    jobs.splice(0);
    expect(runs).toBe(1);
    seen.emit('end');
  });

  it('goes on after a failure, which it logs', async () => {
    const seen = new EventEmitter();
    let looks = 0;
    loop.start(async () => {
      looks += 1;
      if (looks === 1) {
        throw new Error('The database is away');
      }
      return looks === 2
        ? [
            {
              key: 'a',
              kind: 'look',
              run: async () => {
                seen.emit('ran');
                throw new Error('No');
              },
            },
          ]
        : [];
    });
    await new Promise(setImmediate);
    const ran = once(seen, 'ran');
    loop.wake();
    await ran;
    await loop.stop();
    expect(logger.error).toHaveBeenCalledTimes(2);
  });

  it('stops once what is under way has ended', async () => {
    let ended = false;
    loop.start(async () => [
      {
        key: 'a',
        kind: 'look',
        run: async () => {
          await new Promise(setImmediate);
          ended = true;
        },
      },
    ]);
    await new Promise(setImmediate);
    await loop.stop();
    expect(ended).toBe(true);
  });

  it.each([16, 40])(
    'looks at a request at once while %d roll-backs wait for Atlantis',
    async many => {
      const seen = new EventEmitter();
      const stop = new AbortController();
      setMaxListeners(0, stop.signal);
      let waiting = 0;
      const jobs: DueJob[] = Array.from({ length: many }, (_, index) => ({
        key: `roll-back-${index}`,
        kind: 'atlantis',
        run: async () => {
          waiting += 1;
          await once(stop.signal, 'abort');
        },
      }));
      loop.start(async () => [...jobs]);
      await new Promise(setImmediate);
      expect(waiting).toBe(16);
      const ran = once(seen, 'ran');
      jobs.push({
        key: 'other',
        kind: 'look',
        run: async () => void seen.emit('ran'),
      });
      loop.wake();
      await expect(ran).resolves.toEqual([]);
      stop.abort();
    },
  );

  it('leaves behind within two seconds what does not end', async () => {
    loop.start(async () => [
      { key: 'deaf', kind: 'atlantis', run: () => new Promise(() => {}) },
    ]);
    await new Promise(setImmediate);
    const begun = performance.now();
    await loop.stop();
    expect(performance.now() - begun).toBeLessThan(3_000);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/leaves behind .*: deaf/),
    );
  });
});
