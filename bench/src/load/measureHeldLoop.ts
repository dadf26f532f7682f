import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
import { startLab } from '@backlot/lab';
import { freePort } from '@backlot/peers';
import { LabBackend, labFormValues, until } from '@backlot/peers/lab-backend';
import type { VmRequestPage } from '@backlot/plugin-vm-requests-common';
import { request } from 'undici';
import { Hold } from '../EventLoopHold';
import { OpenPages } from './OpenPages';
import { infrastructure } from './infrastructure';

/** What goes on while the event loop is watched. */
export interface WorkLoad {
  rollBacks: number;
  applies: number;
  pages: number;
  /** URL of a PostgreSQL server; SQLite in the backend's own process without one. */
  postgres?: string;
}

/** The longest hold, and what went on meanwhile. */
export interface HeldLoop extends WorkLoad {
  hold: Hold;
  seconds: number;
  /** Answers that the pages got. */
  answers: number;
}

/** Databases of its own, on a server that is made for tests. */
function postgresDatabase(connection: string): JsonObject {
  return {
    client: 'pg',
    connection,
    prefix: `bench_${randomBytes(6).toString('hex')}_`,
  };
}

/** Terraform prints a line so often: each command takes some ten seconds, so that all go on at once. */
const terraformLineMs = 500;

/**
 * Has one backend, with the lab beside it, roll back, apply and serve pages at once, and watches its
 * event loop. What would be spread over replicas is all on one.
 */
export async function measureHeldLoop(
  directory: string,
  load: WorkLoad,
): Promise<HeldLoop> {
  const port = await freePort();
  const holdsPort = await freePort();
  const lab = await startLab({
    infrastructure,
    backstage: { url: `http://127.0.0.1:${port}` },
    pace: { netbox: false, terraformLine: terraformLineMs },
  });
  let backend: LabBackend | undefined;
  try {
    const atOnce = load.rollBacks + load.applies;
    backend = await LabBackend.start({
      directory,
      lab,
      port,
      config: {
        backend: {
          server: { keepAliveTimeout: { seconds: 65 } },
          ...(load.postgres && { database: postgresDatabase(load.postgres) }),
        },
        scaffolder: { concurrentTasksLimit: atOnce },
        atlantis: { concurrency: atOnce },
        vmRequests: { streams: { maxPerPerson: 1_000 } },
      },
      preload: [join(__dirname, 'answerHolds.ts')],
      env: { BENCH_HOLDS_PORT: String(holdsPort) },
    });
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: load.rollBacks,
    });
    const halfMade = await open(backend, {
      count: load.rollBacks,
      name: 'back',
      until: 'waitsFor=person',
    });
    const planned = await open(backend, {
      count: load.applies,
      name: 'apply',
      until: 'state=planned',
    });

    const pages = new OpenPages(backend);
    await pages.open(load.pages, [...halfMade, ...planned]);
    const holds = `http://127.0.0.1:${holdsPort}`;
    await request(`${holds}/begin`);
    const began = Date.now();
    const { api } = backend;
    await Promise.all([
      ...halfMade.map(id => api.rollBack(id)),
      ...planned.map(async id => api.approve(await api.find(id))),
    ]);
    await until('everything is rolled back and applied', async () => {
      const { byState } = await api.list({ limit: '1' });
      return (
        byState['rolled-back'] === load.rollBacks &&
        byState.done === load.applies
      );
    });
    const seconds = (Date.now() - began) / 1000;
    const { body } = await request(`${holds}/end`);
    const hold = (await body.json()) as Hold;
    const { answers } = pages;
    await pages.close();
    return { ...load, hold, seconds, answers };
  } finally {
    await backend?.kill();
    await lab.close();
  }
}

/** Requests so many machines, and waits until all are where they are to be. */
async function open(
  backend: LabBackend,
  options: { count: number; name: string; until: string },
): Promise<string[]> {
  const { count, name } = options;
  const environment = name === 'back' ? 'development' : 'production';
  for (let index = 0; index < count; index += 1) {
    await backend.api.request(labFormValues(`${name}${index}`, environment));
  }
  let ids: string[] = [];
  await until(`${count} requests are there with ${options.until}`, async () => {
    const { items } = await backend.read<VmRequestPage>(
      `/vm-requests/v1/requests?limit=100&search=${name}&${options.until}`,
    );
    ids = items.map(({ id }) => id);
    return ids.length === count;
  });
  return ids;
}
