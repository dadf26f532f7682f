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
  /** Backends that share it; more than one need PostgreSQL. */
  replicas: number;
  /** URL of a PostgreSQL server; SQLite in the backend's own process without one. */
  postgres?: string;
}

/** The longest hold on any of the replicas, and what went on meanwhile. */
export interface HeldLoop extends WorkLoad {
  hold: Hold;
  seconds: number;
  /** Answers that the pages got. */
  answers: number;
}

/** Databases of their own, on a server that is made for tests. */
function postgresDatabase(connection: string): JsonObject {
  return {
    client: 'pg',
    connection,
    prefix: `bench_${randomBytes(6).toString('hex')}_`,
  };
}

/** Terraform prints a line so often: each command takes some ten seconds, so that all go on at once. */
const terraformLineMs = 500;

/** A backend, and where it answers how long its event loop was held. */
interface Watched {
  backend: LabBackend;
  holds: string;
}

/**
 * Has backends, with the lab beside them, roll back, apply and serve pages at once, and watches their
 * event loops.
 */
export async function measureHeldLoop(
  directory: string,
  load: WorkLoad,
): Promise<HeldLoop> {
  const ports = await Promise.all(
    Array.from({ length: load.replicas }, () => freePort()),
  );
  const lab = await startLab({
    infrastructure,
    backstage: { url: `http://127.0.0.1:${ports[0]}` },
    pace: { netbox: false, terraformLine: terraformLineMs },
  });
  const replicas: Watched[] = [];
  try {
    const atOnce = load.rollBacks + load.applies;
    const database = load.postgres && postgresDatabase(load.postgres);
    for (const port of ports) {
      const holdsPort = await freePort();
      const backend = await LabBackend.start({
        directory: join(directory, String(port)),
        lab,
        port,
        config: {
          backend: {
            server: { keepAliveTimeout: { seconds: 65 } },
            ...(database && { database }),
          },
          scaffolder: { concurrentTasksLimit: atOnce },
          atlantis: { concurrency: atOnce },
          vmRequests: { streams: { maxPerPerson: 1_000 } },
        },
        preload: [join(__dirname, 'answerHolds.ts')],
        env: { BENCH_HOLDS_PORT: String(holdsPort) },
      });
      replicas.push({ backend, holds: `http://127.0.0.1:${holdsPort}` });
    }
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: load.rollBacks,
    });
    const [{ backend }] = replicas;
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

    const pages = new OpenPages(replicas.map(each => each.backend));
    await pages.open(load.pages, [...halfMade, ...planned]);
    await Promise.all(replicas.map(({ holds }) => request(`${holds}/begin`)));
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
    const held = await Promise.all(
      replicas.map(async ({ holds }) => {
        const { body } = await request(`${holds}/end`);
        return (await body.json()) as Hold;
      }),
    );
    const { answers } = pages;
    await pages.close();
    const hold: Hold = {
      byClock: Math.max(...held.map(({ byClock }) => byClock)),
      onCore: Math.max(...held.map(({ onCore }) => onCore)),
    };
    return { ...load, hold, seconds, answers };
  } finally {
    await Promise.all(replicas.map(({ backend }) => backend.kill()));
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
