import { NotFoundError } from '@backstage/errors';
import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import {
  exampleMachineDetails,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { ManualClock } from '../__testUtils__/ManualClock';
import { MachineDetailsCache } from './MachineDetailsCache';

type Details = (
  id: string,
  options: { signal: AbortSignal },
) => Promise<MachineDetails>;

function cacheOf(details?: Details, patienceMs?: number) {
  const clock = new ManualClock();
  const asked = jest.fn(details);
  const cache = new MachineDetailsCache({
    providers: [
      new MemoryInventoryProvider({
        source: 'fra',
        details: details && asked,
      }),
    ],
    clock,
    patienceMs,
  });
  return { cache, clock, asked };
}

describe('MachineDetailsCache', () => {
  it('asks once for however many look, and again after five seconds', async () => {
    const { cache, clock, asked } = cacheOf(async id =>
      exampleMachineDetails({ note: id }),
    );
    await Promise.all(
      Array.from({ length: 10 }, () => cache.get({ source: 'fra', id: 'a' })),
    );
    clock.advance(5_000);
    await expect(cache.get({ source: 'fra', id: 'a' })).resolves.toHaveProperty(
      'note',
      'a',
    );
    await expect(cache.get({ source: 'fra', id: 'b' })).resolves.toHaveProperty(
      'note',
      'b',
    );
    expect(asked).toHaveBeenCalledTimes(2);

    clock.advance(1);
    await cache.get({ source: 'fra', id: 'a' });
    expect(asked).toHaveBeenCalledTimes(3);
  });

  it('asks at once for who acts on the answer, and keeps that for the others', async () => {
    let note = 'before';
    const { cache, asked } = cacheOf(async () =>
      exampleMachineDetails({ note }),
    );
    const machine = { source: 'fra', id: 'a' };
    const underway = cache.get(machine);
    note = 'now';
    await expect(
      Promise.all([underway, cache.get(machine, { fresh: true })]),
    ).resolves.toMatchObject([{ note: 'before' }, { note: 'now' }]);
    await expect(cache.get(machine)).resolves.toMatchObject({ note: 'now' });
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('remembers no failure', async () => {
    const { cache, asked } = cacheOf(async () => {
      throw new NotFoundError('gone');
    });
    const both = [
      cache.get({ source: 'fra', id: 'a' }),
      cache.get({ source: 'fra', id: 'a' }),
    ];
    await expect(both[0]).rejects.toThrow('gone');
    await expect(both[1]).rejects.toThrow('gone');
    expect(asked).toHaveBeenCalledTimes(1);

    await expect(cache.get({ source: 'fra', id: 'a' })).rejects.toThrow('gone');
    expect(asked).toHaveBeenCalledTimes(2);
  });

  it('does not wait for ever', async () => {
    const { cache } = cacheOf(
      (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      10,
    );
    await expect(cache.get({ source: 'fra', id: 'a' })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining("Source 'fra' did not answer"),
    });
  });

  it('says that a source cannot be asked', async () => {
    const { cache } = cacheOf();
    await expect(cache.get({ source: 'fra', id: 'a' })).rejects.toMatchObject({
      name: 'NotImplementedError',
    });
  });
});
