import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ResponseError } from '@backstage/errors';
import { Lab, startLab } from '@backlot/lab';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { freePort } from '../freePort';
import { labFormValues } from '../labBackend/LabBackend';
import { until } from '../labBackend/until';
import { infrastructureTemplate } from '../locations';
import { CrashingBackend } from './__testUtils__/CrashingBackend';
import { Crash, drawCrashes, Operation } from './__testUtils__/drawCrashes';
import { expectRightEnd, newSize } from './__testUtils__/expectRightEnd';
import { choiceOf, hasEnded } from './__testUtils__/whatPeopleSee';

// Twelve backends start one after the other; a busy computer takes a minute for each.
jest.setTimeout(1_800_000);

/** In each operation. */
const crashesEach = 4;
const seed = Number(process.env.BACKLOT_CRASH_SEED ?? Date.now() % 1_000_000);

describe('processes that are killed at calls to their peers', () => {
  let directory: string;
  let lab: Lab;
  let backend: CrashingBackend;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-crashes-'));
    const port = await freePort();
    lab = await startLab({
      infrastructure: infrastructureTemplate,
      backstage: { url: `http://127.0.0.1:${port}` },
      pace: { netbox: false, terraformLine: 20 },
    });
    backend = await CrashingBackend.start({
      directory,
      lab,
      port,
      config: { vmRequests: { attempts: { lease: { seconds: 10 } } } },
    });
  });

  afterAll(async () => {
    await backend?.close();
    await lab?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function make(name: string): Promise<VmRequest> {
    const task = await ask('create', name);
    return backend.api.requestOf(task, ({ state }) => state === 'done');
  }

  function askOnce(operation: Operation, name: string, made?: VmRequest) {
    switch (operation) {
      case 'create':
        return backend.api.request(labFormValues(name));
      case 'resize':
        return backend.api.resize(made!, {
          cpus: newSize.cpus,
          addDisks: [{ sizeGib: newSize.disks[1] }],
        });
      default:
        return backend.api.decommission(made!);
    }
  }

  /**
   * Asks for an operation; answers the scaffolder's task. A backend that has just started and has much
   * to do may not yet know the keys that people's tokens are signed with.
   */
  async function ask(
    operation: Operation,
    name: string,
    made?: VmRequest,
  ): Promise<string> {
    let task: string | undefined;
    await until(`${operation} of ${name} is taken`, async () => {
      try {
        task = await askOnce(operation, name, made);
        return true;
      } catch (error) {
        if (error instanceof ResponseError && error.statusCode === 401) {
          return false;
        }
        throw error;
      }
    });
    return task!;
  }

  async function requestsNamed(name: string): Promise<VmRequest[]> {
    const { items } = await backend.api.list({ search: name });
    const requests = await Promise.all(
      items.map(({ id }) => backend.api.find(id)),
    );
    return requests.filter(request => request.name === name);
  }

  /** People approve, and choose where an apply has failed, until nothing is open any more. */
  async function letEnd(name: string): Promise<VmRequest[]> {
    let requests: VmRequest[] = [];
    await until(`the requests of ${name} have ended`, async () => {
      requests = await requestsNamed(name);
      for (const request of requests) {
        const choice = choiceOf(request);
        if (choice) {
          await backend.api.choose(request, choice);
        }
      }
      return requests.every(hasEnded);
    });
    return requests;
  }

  it('leave one machine or none, nothing besides, and nothing done twice', async () => {
    // How many calls there are when all goes well.
    let model: VmRequest;
    const count = async (operation: Operation) =>
      backend.countCalls(async () => {
        const task = await ask(operation, 'calm', model);
        model = await backend.api.requestOf(
          task,
          ({ state }) => state === 'done',
        );
      });
    const calls = {
      create: await count('create'),
      resize: await count('resize'),
      decommission: await count('decommission'),
    };
    type NamedCrash = Crash & { name: string; made?: VmRequest };
    const crashes: NamedCrash[] = drawCrashes(seed, crashesEach, calls).map(
      (crash, index) => ({ ...crash, name: `crash-${index}` }),
    );
    await Promise.all(
      crashes.map(async crash => {
        if (crash.operation !== 'create') {
          crash.made = await make(crash.name);
        }
      }),
    );

    const failures: string[] = [];
    let killed = 0;
    const points: [string, string][] = [];
    const strike = async ({ operation, name, made, ...at }: NamedCrash) => {
      const crashed = await backend.crash(at, () => ask(operation, name, made));
      killed += crashed ? 1 : 0;
      const point = crashed
        ? `${operation}, ${crashed.when} ${crashed.call.method} ${crashed.call.path} of ${crashed.call.peer}`
        : `${operation}, call ${at.call} never came`;
      points.push([name, point]);
      process.stdout.write(`${name}: ${point}\n`);
      if (!crashed && at.call > 0) {
        // Among those that were counted were calls that an earlier operation had left to do.
        const again = `${name}-again`;
        await strike({
          ...at,
          operation,
          call: Math.floor(at.call / 2),
          name: again,
          made: operation === 'create' ? undefined : await make(again),
        });
      }
    };
    for (const crash of crashes) {
      await strike(crash);
    }
    for (const [name, point] of points) {
      const requests = await letEnd(name);
      const outcome = requests
        .map(({ kind, state }) => `${kind} ${state}`)
        .join(', ');
      const line = `${name}: ${point}: ${outcome || 'nothing asked for'}`;
      process.stdout.write(`${line}\n`);
      try {
        await expectRightEnd({ lab, api: backend.api }, name, requests);
      } catch (error) {
        failures.push(`${line}: ${error}`);
      }
    }
    process.stdout.write(
      `Processes killed: ${killed}, ended wrong: ${failures.length} (seed ${seed})\n`,
    );
    expect(failures).toEqual([]);
    expect(killed).toBeGreaterThanOrEqual(12);
  });
});
