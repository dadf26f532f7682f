import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab, startLab } from '@backlot/lab';
import { WebSocket } from 'undici';
import { infrastructureTemplate } from '../locations';
import { keepBusy } from './keepBusy';
import { LabBackend } from './LabBackend';
import { until } from './until';

jest.setTimeout(1_200_000);

const mostMs = 10_000;

describe('a backend that is told to end', () => {
  let directory: string;
  let lab: Lab;
  let backend: LabBackend | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-shutdown-'));
    lab = await startLab({
      infrastructure: infrastructureTemplate,
      // A plan takes longer than the test.
      pace: { netbox: false, terraformLine: 120_000 },
    });
  });

  beforeEach(async () => {
    backend = await LabBackend.start({
      directory,
      lab,
      config: {
        backend: { server: { keepAliveTimeout: { seconds: 65 } } },
        vmRequests: { streams: { maxPerPerson: 1_000 } },
      },
    });
  });

  afterEach(() => backend?.kill());

  afterAll(async () => {
    await lab?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function tellToEnd(when: string): Promise<number> {
    const { code, milliseconds } = await backend!.tellToEnd();
    process.stdout.write(
      `Shutdown ${when}: ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
    expect(code).toBe(0);
    return milliseconds;
  }

  it('is gone within ten seconds when nothing is asked of it', async () => {
    expect(await tellToEnd('when idle')).toBeLessThan(mostMs);
  });

  /** Reads all that the signals' channel sends, without having signed in. */
  async function hearSignals(): Promise<string[]> {
    const heard: string[] = [];
    let isOpen = false;
    await until('the signals take a connection', async () => {
      // The first is never answered: Backstage begins to take them when it sees one.
      const socket = new WebSocket(
        `ws://127.0.0.1:${backend!.port}/api/signals`,
      );
      socket.addEventListener('message', ({ data }) =>
        heard.push(String(data)),
      );
      socket.addEventListener('error', () => {});
      socket.addEventListener('open', () => {
        isOpen = true;
        socket.send(
          JSON.stringify({ action: 'subscribe', channel: 'vm-requests' }),
        );
      });
      await Promise.race([once(socket, 'open'), sleep(1_000)]);
      return isOpen;
    });
    return heard;
  }

  it('is gone within ten seconds with 300 streams, 300 long polls and 20 tasks, and parts from all of them', async () => {
    const signals = await hearSignals();
    const { streams, waiting, end } = await keepBusy(backend!, {
      tasks: 20,
      streams: 300,
      polls: 300,
    });
    expect(streams.filter(({ ended }) => ended)).toEqual([]);
    expect(waiting.length).toBeGreaterThan(250);
    expect(new Set(signals)).toEqual(
      new Set([JSON.stringify({ channel: 'vm-requests', message: {} })]),
    );

    const ended = end();
    expect(
      await tellToEnd('with 300 streams, 300 long polls and 20 tasks'),
    ).toBeLessThan(mostMs);
    await ended;

    for (const stream of streams) {
      expect(stream.text.endsWith('event: goodbye\ndata: \n\n')).toBe(true);
      expect(stream.ended).toBe('whole');
    }
    // Answered with what there is, or told to ask again.
    for (const call of waiting) {
      expect([200, 503]).toContain(call.status);
      expect(call.ended).toBe('whole');
    }
  });
});
