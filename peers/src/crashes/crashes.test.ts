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
import {
  Crash,
  drawCrashes,
  Operation,
  operations,
} from './__testUtils__/drawCrashes';
import {
  expectRightEnd,
  newEnd,
  newOwner,
  newProvider,
  newSize,
} from './__testUtils__/expectRightEnd';
import { choiceOf, hasEnded, isAtRest } from './__testUtils__/whatPeopleSee';

// Fifteen backends start one after the other; a busy computer takes a minute for each.
jest.setTimeout(1_800_000);

/** For whom machines are adopted. */
const adoption = {
  environment: 'development',
  owner: 'group:default/team-payments',
};

const crashCount = 13;
/** As many as upgrades are tried, and tried again where a crash never came. */
const oldMachines = 5;
/** What new machines are made with until there are some to upgrade. */
const oldProvider = '1.26.0';
const configOf = (version: string) => ({
  vmRequests: {
    provider: { version },
    attempts: { lease: { seconds: 10 } },
  },
});
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
      config: configOf(oldProvider),
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

  const old: VmRequest[] = [];

  /** A machine that was made before configuration named newer versions. */
  function anOldOne(): VmRequest {
    const made = old.pop();
    if (!made) {
      throw new Error('There are no more machines to upgrade.');
    }
    return made;
  }

  const adopted = new Set<string>();

  /** The name of a machine of the lab's own that policy lets be adopted, and that was not yet. */
  async function findUnrequested(): Promise<string> {
    const { model } = lab.vcenter;
    const standing = model
      .machines()
      .filter(
        ({ config, networks }) =>
          config?.template === false &&
          networks.length === 1 &&
          model.entity(networks[0]).name === 'fra1-dev-app',
      );
    for (const { ref: machine, name } of standing) {
      if (!adopted.has(name)) {
        adopted.add(name);
        const { problems } = await backend.api.previewAdoption({
          machine,
          ...adoption,
        });
        if (problems.length === 0) {
          return name;
        }
      }
    }
    throw new Error('The lab has no more machines to adopt.');
  }

  /** A name for what is asked for, with a machine of it where the operation is about one. */
  async function prepare(
    operation: Operation,
    name: string,
  ): Promise<{ name: string; made?: VmRequest }> {
    switch (operation) {
      case 'create':
        return { name };
      case 'adopt':
        return { name: await findUnrequested() };
      case 'upgrade': {
        const made = anOldOne();
        return { name: made.name, made };
      }
      default:
        return { name, made: await make(name) };
    }
  }

  async function askOnce(operation: Operation, name: string, made?: VmRequest) {
    switch (operation) {
      case 'create':
        return backend.api.request(labFormValues(name));
      case 'adopt':
        return backend.api.adopt({
          machine: lab.vcenter.machines.find({ name })!.moid,
          ...adoption,
        });
      case 'rebuild':
        return backend.api.rebuild(made!);
      case 'upgrade':
        return backend.api.upgrade(made!);
      case 'extend':
        return backend.api.extend(made!, newEnd);
      case 'transfer':
        return backend.api.transfer(made!, newOwner);
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

  /** Approves what waits for it: an adoption, and what its new owner has to accept. */
  async function approveIfAsked(request: VmRequest): Promise<void> {
    if (request.wait?.for !== 'approval') {
      return;
    }
    try {
      await backend.api.approve(
        request,
        request.kind === 'transfer' ? 'jonas.lind' : 'marta.silva',
      );
    } catch (error) {
      // Of an approval whose answer was lost with the process nobody knows whether it was heard.
      if (!(error instanceof ResponseError && error.statusCode === 409)) {
        throw error;
      }
    }
  }

  /** Asks for an operation, and sees to it until nothing more happens by itself. */
  async function askAndApprove(
    operation: Operation,
    name: string,
    made?: VmRequest,
  ): Promise<VmRequest> {
    const task = await ask(operation, name, made);
    const isIdle = (request: VmRequest) =>
      isAtRest(request) || request.wait?.for === 'approval';
    await approveIfAsked(await backend.api.requestOf(task, isIdle));
    return backend.api.requestOf(task, isAtRest);
  }

  /** People approve, and choose where an apply has failed, until nothing is open any more. */
  async function letEnd(name: string): Promise<VmRequest[]> {
    let requests: VmRequest[] = [];
    await until(`the requests of ${name} have ended`, async () => {
      requests = await requestsNamed(name);
      for (const request of requests) {
        await approveIfAsked(request);
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
    old.push(
      ...(await Promise.all(
        Array.from({ length: oldMachines }, (_, index) => make(`old-${index}`)),
      )),
    );
    await backend.reconfigure(configOf(newProvider));
    // How many calls there are when all goes well.
    const calm = await Promise.all(
      operations.map(async operation => ({
        operation,
        ...(await prepare(operation, `calm-${operation}`)),
      })),
    );
    const calls = {} as Record<Operation, number>;
    for (const { operation, name, made } of calm) {
      calls[operation] = await backend.countCalls(async () => {
        const { state } = await askAndApprove(operation, name, made);
        expect([operation, state]).toEqual([operation, 'done']);
      });
    }
    type NamedCrash = Crash & { name: string; made?: VmRequest };
    const crashes: NamedCrash[] = await Promise.all(
      drawCrashes(seed, crashCount, calls).map(async (crash, index) => ({
        ...crash,
        ...(await prepare(crash.operation, `crash-${index}`)),
      })),
    );

    const failures: string[] = [];
    let killed = 0;
    const points: [NamedCrash, string][] = [];
    const strike = async (crash: NamedCrash) => {
      const { operation, name, made, ...at } = crash;
      const crashed = await backend.crash(at, () =>
        askAndApprove(operation, name, made),
      );
      killed += crashed ? 1 : 0;
      const point = crashed
        ? `${operation}, ${crashed.when} ${crashed.call.method} ${crashed.call.path} of ${crashed.call.peer}`
        : `${operation}, call ${at.call} never came`;
      points.push([crash, point]);
      process.stdout.write(`${name}: ${point}\n`);
      if (!crashed && at.call > 0) {
        // Among those that were counted were calls that an earlier operation had left to do.
        await strike({
          ...at,
          operation,
          call: Math.floor(at.call / 2),
          ...(await prepare(operation, `${name}-again`)),
        });
      }
    };
    for (const crash of crashes) {
      await strike(crash);
    }
    for (const [{ name, operation }, point] of points) {
      const requests = await letEnd(name);
      const outcome = requests
        .map(({ kind, state }) => `${kind} ${state}`)
        .join(', ');
      const line = `${name}: ${point}: ${outcome || 'nothing asked for'}`;
      process.stdout.write(`${line}\n`);
      try {
        await expectRightEnd(
          { lab, api: backend.api },
          { name, isAdoption: operation === 'adopt' },
          requests,
        );
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
