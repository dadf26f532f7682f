import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildPeers } from '../buildPeers';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { CollectorBackend } from './__testUtils__/CollectorBackend';
import { Forwarder } from './__testUtils__/Forwarder';
import { VCenterAdministrator } from './__testUtils__/VCenterAdministrator';

jest.setTimeout(300_000);

// What a busy computer may take besides.
const BUSY_MS = 8_000;
// A call that lasts longer than it was asked to.
const STALL_MS = 10_000;
// An attempt that was begun while the vCenter hung, and the wait after it.
const ATTEMPT_MS = 5_000 + 3_000;

describe("govmomi's simulator that goes and comes back", () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let administrator: VCenterAdministrator;
  let forwarder: Forwarder;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-comes-back-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, hosts: 2, machines: 20 },
    });
    administrator = await VCenterAdministrator.login(simulator);
    forwarder = await Forwarder.to(simulator.url);
  });

  afterAll(async () => {
    await forwarder?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Milliseconds until a backend says so of its source, in the list of sources and with each answer. */
  async function until(backend: CollectorBackend, state: 'live' | 'stale') {
    const begin = Date.now();
    await backend.reaches(state);
    expect(await backend.stateWithAnswers()).toBe(state);
    return Date.now() - begin;
  }

  it('is live again a moment after each loss of its session, however many there were', async () => {
    const backend = await CollectorBackend.start(simulator, {
      maxWaitSeconds: 1,
    });
    try {
      await backend.reaches('live');
      const stale: number[] = [];
      for (let loss = 0; loss < 7; loss++) {
        await administrator.endOtherSessions();
        await backend.reaches('stale');
        stale.push(await until(backend, 'live'));
      }
      expect(Math.max(...stale)).toBeLessThan(1_000 + BUSY_MS);
    } finally {
      await backend.close();
    }
  });

  it.each([
    ['while changes are waited for', { fullPassMinutes: 30 }, 0],
    ['in the middle of a full pass', { fullPassMinutes: 0.001 }, 10_000],
  ])(
    'counts as lost when it hangs %s, and is live again soon after it has recovered',
    async (_, options, after) => {
      const backend = await CollectorBackend.start(
        { ...simulator, url: forwarder.url },
        { maxWaitSeconds: 1, timeoutSeconds: 10, ...options },
      );
      try {
        await backend.reaches('live');
        forwarder.hang(after);
        expect(await until(backend, 'stale')).toBeLessThan(
          1_000 + STALL_MS + BUSY_MS,
        );
        expect((await backend.status()).lastError?.message).toMatch(
          /did not answer \w+: (it took too long until the answer began|the answer paused for too long)/,
        );

        // So long that waits would have grown.
        await delay(20_000);
        expect((await backend.status()).state).toBe('stale');

        forwarder.recover();
        expect(await until(backend, 'live')).toBeLessThan(ATTEMPT_MS + BUSY_MS);
      } finally {
        forwarder.recover();
        await backend.close();
      }
    },
  );
});
