import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Lab, startLab } from '@backlot/lab';
import { InventoryChanges } from '@backlot/plugin-vm-inventory-common';
import { VmRequestPage } from '@backlot/plugin-vm-requests-common';
import { WebSocket } from 'undici';
import { freePort } from './freePort';
import { backendEnvironment } from './requests/backendConfig';
import { PlatformApi } from './requests/PlatformApi';
import { answers } from './startProcess';

jest.setTimeout(1_200_000);

const root = dirname(resolvePackagePath('@backlot/peers'));
const patienceMs = 480_000;
const mostMs = 10_000;

/** A call that is open, and what came of it. */
interface OpenCall {
  status?: number;
  text: string;
  ended?: 'whole' | 'cut';
}

async function until(
  what: string,
  seen: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await seen())) {
    if (Date.now() > deadline) {
      throw new Error(`In ${patienceMs / 1000} s this was not so: ${what}`);
    }
    await sleep(100);
  }
}

describe('a backend that is told to end', () => {
  let directory: string;
  let lab: Lab;
  let backend: ChildProcess | undefined;
  let port: number;
  let api: PlatformApi;
  let token: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-shutdown-'));
    lab = await startLab({
      infrastructure: join(root, 'templates', 'infrastructure'),
      // A plan takes longer than the test.
      pace: { netbox: false, terraformLine: 120_000 },
    });
  });

  beforeEach(async () => {
    port = await freePort();
    const log = join(directory, 'backend.log');
    const config = join(directory, 'app-config.shutdown.yaml');
    await writeFile(
      config,
      JSON.stringify({
        backend: { server: { keepAliveTimeout: { seconds: 65 } } },
        vmRequests: { streams: { maxPerPerson: 1_000 } },
      }),
    );
    const output = openSync(log, 'a');
    backend = spawn(
      process.execPath,
      [
        ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
        'src/index.ts',
        ...['--config', join(root, 'app-config.yaml'), '--config', config],
      ],
      {
        cwd: join(root, 'packages', 'backend'),
        stdio: ['ignore', output, output],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          // In development Backstage cuts all connections at its end, in tests it ends at each
          // promise that nobody handles; it does neither in production, where the lab does not run.
          NODE_ENV: 'staging',
          ...backendEnvironment(
            {
              vcenter: lab.vcenter,
              netbox: lab.netbox,
              forge: lab.forge,
              atlantis: lab.atlantis,
            },
            { directory, port, gateToken: lab.credentials.gateToken },
          ),
        },
      },
    );
    closeSync(output);
    api = new PlatformApi(`http://127.0.0.1:${port}`);
    await until('the backend is ready', async () => {
      if (backend!.exitCode !== null) {
        throw new Error((await readFile(log, 'utf8')).slice(-4000));
      }
      return (
        (await answers(
          `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
        )) && api.isReady()
      );
    });
    token = await api.signIn('marta.silva');
  });

  afterEach(async () => {
    if (backend?.exitCode === null) {
      backend.kill('SIGKILL');
      await once(backend, 'exit');
    }
  });

  afterAll(async () => {
    await lab?.close();
    await rm(directory, { recursive: true, force: true });
  });

  function open(path: string, agent: Agent | false = false): OpenCall {
    const call: OpenCall = { text: '' };
    const request = get(
      {
        host: '127.0.0.1',
        port,
        path: `/api${path}`,
        agent,
        headers: { authorization: `Bearer ${token}` },
      },
      response => {
        call.status = response.statusCode;
        response.setEncoding('utf8');
        response.on('data', chunk => {
          call.text += chunk;
        });
        response.on('error', () => {
          call.ended = 'cut';
        });
        response.on('end', () => {
          call.ended = 'whole';
        });
      },
    );
    request.on('error', () => {
      call.ended = 'cut';
    });
    return call;
  }

  /** An answer, once there is one of success: a backend with much to do may refuse some calls. */
  async function read<T>(path: string): Promise<T> {
    let call: OpenCall;
    await until(`${path} is answered`, async () => {
      call = open(path);
      await until(`${path} ends`, () => call.ended !== undefined);
      return call.status === 200 && call.ended === 'whole';
    });
    return JSON.parse(call!.text);
  }

  async function tellToEnd(): Promise<number> {
    const begin = performance.now();
    const exit = once(backend!, 'exit', {
      signal: AbortSignal.timeout(patienceMs),
    });
    backend!.kill('SIGTERM');
    const [code] = await exit;
    expect(code).toBe(0);
    return performance.now() - begin;
  }

  function report(what: string, milliseconds: number) {
    process.stdout.write(
      `Shutdown ${what}: ${(milliseconds / 1000).toFixed(1)} s\n`,
    );
  }

  it('is gone within ten seconds when nothing is asked of it', async () => {
    const took = await tellToEnd();
    report('when idle', took);
    expect(took).toBeLessThan(mostMs);
  });

  /** Reads all that the signals' channel sends, without having signed in. */
  async function hearSignals(): Promise<string[]> {
    const heard: string[] = [];
    let isOpen = false;
    await until('the signals take a connection', async () => {
      // The first is never answered: Backstage begins to take them when it sees one.
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/signals`);
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
    const names = Array.from({ length: 20 }, (_, index) => `stop-${index}`);
    await Promise.all(
      names.map(name =>
        api.request({
          name,
          environment: 'development',
          size: 'small',
          place: { source: 'lab', datacenter: 'fra1' },
          network: 'fra1-dev-app',
          template: 'rhel9-2026.11',
          owner: 'group:default/team-payments',
          sshPublicKeys: [
            'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f anna@laptop',
          ],
          purpose: 'Runs while the backend ends',
        }),
      ),
    );
    let requests: VmRequestPage['items'] = [];
    await until('20 requests are being planned', async () => {
      const page = await read<VmRequestPage>('/vm-requests/v1/requests');
      requests = page.items;
      return requests.length === 20;
    });

    const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
    const streams = Array.from({ length: 300 }, (_, index) => {
      const { id } = requests[index % requests.length];
      const what = index % 2 === 0 ? 'changes' : 'log?of=plan';
      return open(`/vm-requests/v1/requests/${id}/${what}`, agent);
    });
    await until('all streams are open', () =>
      streams.every(({ status }) => status === 200),
    );
    const { cursor } = await read<InventoryChanges>('/vm-inventory/v1/changes');
    const polls: OpenCall[] = [];
    let told = false;
    const poll = async () => {
      while (!told) {
        const call = open(
          `/vm-inventory/v1/changes?wait=20&cursor=${encodeURIComponent(
            cursor,
          )}`,
          agent,
        );
        polls.push(call);
        await until('a call that waits ends', () => call.ended !== undefined);
      }
    };
    const polling = Array.from({ length: 300 }, poll);
    await read('/vm-inventory/health');
    await sleep(1_000);
    expect(streams.filter(({ ended }) => ended)).toEqual([]);
    const waiting = polls.filter(({ ended }) => !ended);
    expect(waiting.length).toBeGreaterThan(250);
    told = true;

    expect(new Set(signals)).toEqual(
      new Set([JSON.stringify({ channel: 'vm-requests', message: {} })]),
    );

    const took = await tellToEnd();
    report('with 300 streams, 300 long polls and 20 tasks', took);

    expect(took).toBeLessThan(mostMs);
    await Promise.all(polling);
    await until('all streams have ended', () =>
      streams.every(({ ended }) => ended),
    );
    for (const { text, ended } of streams) {
      expect(text.endsWith('event: goodbye\ndata: \n\n')).toBe(true);
      expect(ended).toBe('whole');
    }
    // Answered with what there is, or told to ask again.
    for (const { status, ended } of waiting) {
      expect([200, 503]).toContain(status);
      expect(ended).toBe('whole');
    }
    agent.destroy();
  });
});
