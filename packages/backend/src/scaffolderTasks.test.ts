import {
  AuthService,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  ScaffolderService,
  scaffolderServiceRef,
} from '@backstage/plugin-scaffolder-node';
import requestActions from '@backlot/plugin-scaffolder-backend-module-vm-requests';
import { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Caller, startCompany } from './__testUtils__/startCompany';

jest.setTimeout(120_000);

/** A task that runs until somebody ends it, so that it can be looked at and cancelled. */
function template(name: string, action: string): Entity {
  return {
    apiVersion: 'scaffolder.backstage.io/v1beta3',
    kind: 'Template',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/managed-by-location': 'url:https://x/y' },
    },
    spec: {
      type: 'virtual-machine',
      parameters: [{ properties: { purpose: { type: 'string' } } }],
      steps: [
        { id: 'wait', action: 'debug:wait', input: { minutes: 5 } },
        { id: 'act', action, input: {} },
      ],
    },
  };
}

const callers: Caller[] = ['anna', 'jonas', 'priya', 'marta', 'gate'];

describe('the tasks of the scaffolder, by the example policy', () => {
  let company: Awaited<ReturnType<typeof startCompany>>;
  let ledger: { scaffolder: ScaffolderService; auth: AuthService };

  beforeAll(async () => {
    company = await startCompany({
      entities: [
        template('rhel9-vm', 'vm-request:fail'),
        template('rhel9-vm-apply', 'vm-request:fail'),
        template('other', 'debug:log'),
      ],
      features: [
        scaffolderPlugin,
        requestActions,
        createBackendPlugin({
          pluginId: 'vm-requests',
          register: env =>
            env.registerInit({
              deps: {
                scaffolder: scaffolderServiceRef,
                auth: coreServices.auth,
              },
              init: async deps => {
                ledger = deps;
              },
            }),
        }),
      ],
    });
  });

  afterAll(() => company.stop());

  /** @returns the id of a task of Anna's, once it runs */
  async function startTask(name: string): Promise<string> {
    const { status, body } = await company.as.anna.post(
      '/scaffolder/v2/tasks',
      {
        templateRef: `template:default/${name}`,
        values: { purpose: 'what only Anna knows' },
      },
    );
    expect(status).toBe(201);
    return running(body.id);
  }

  async function running(task: string): Promise<string> {
    await statusOf(task, 'processing');
    return task;
  }

  /** Waits; a task that was cancelled while it ran ends as failed. */
  async function statusOf(task: string, wanted: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    let status: string | undefined;
    while (status !== wanted && Date.now() < deadline) {
      ({
        body: { status },
      } = await company.as.marta.get(`/scaffolder/v2/tasks/${task}`));
      await sleep(50);
    }
    expect(status).toBe(wanted);
  }

  /** What each of the callers is answered. */
  async function answersTo(
    call: (as: (typeof company.as)[Caller]) => PromiseLike<{ status: number }>,
  ): Promise<Partial<Record<Caller, number>>> {
    const answers: Partial<Record<Caller, number>> = {};
    for (const caller of callers) {
      answers[caller] = (await call(company.as[caller])).status;
    }
    return answers;
  }

  const readable = { anna: 200, jonas: 403, priya: 403, marta: 200, gate: 403 };

  it('are read by who started them and the platform team only', async () => {
    const task = `/scaffolder/v2/tasks/${await startTask('rhel9-vm')}`;

    expect(await answersTo(as => as.get(task))).toEqual(readable);
    expect(await answersTo(as => as.get(`${task}/events`))).toEqual(readable);
    const streams = await answersTo(as =>
      as
        .get(`${task}/eventstream`)
        .buffer(false)
        .parse((res, done) => {
          const stream = res as unknown as IncomingMessage;
          stream.once('data', () => stream.destroy());
          stream.once('close', () => done(null, undefined));
        })
        .then(
          response => response,
          error => ({ status: error.status ?? 200 }),
        ),
    );
    expect(streams).toEqual(readable);
  });

  it('are in nobody else’s list', async () => {
    const task = await startTask('rhel9-vm');
    const listed = async (caller: Caller) => {
      const { status, text } = await company.as[caller].get(
        '/scaffolder/v2/tasks',
      );
      return [status, text.includes(task), text.includes('only Anna knows')];
    };

    expect(await listed('anna')).toEqual([200, true, true]);
    expect(await listed('marta')).toEqual([200, true, true]);
    expect(await listed('jonas')).toEqual([200, false, false]);
    expect(await listed('priya')).toEqual([200, false, false]);
    expect(await listed('gate')).toEqual([403, false, false]);
    const filtered = await company.as.jonas.get(
      '/scaffolder/v2/tasks?createdBy=user:default/anna',
    );
    expect(filtered.body).toEqual({ tasks: [], totalTasks: 0 });
  });

  const platformTeamOnly = {
    anna: 403,
    jonas: 403,
    priya: 403,
    gate: 403,
  };

  it('of requests are cancelled and retried by the platform team only', async () => {
    const id = await startTask('rhel9-vm');
    const task = `/scaffolder/v2/tasks/${id}`;

    expect(await answersTo(as => as.post(`${task}/cancel`))).toEqual({
      ...platformTeamOnly,
      marta: 200,
    });
    await statusOf(id, 'failed');
    expect(await answersTo(as => as.post(`${task}/retry`))).toEqual({
      ...platformTeamOnly,
      marta: 201,
    });
    await running(id);
    for (const spelling of [`${task}/Retry`, `${task}/cancel/`]) {
      const { status } = await company.as.anna.post(spelling);
      expect([spelling, status]).toEqual([spelling, 403]);
    }
  });

  it('says where to go instead', async () => {
    const id = await startTask('rhel9-vm');
    const { body } = await company.as.anna.post(
      `/scaffolder/v2/tasks/${id}/cancel`,
    );
    expect(body.error.message).toMatch(
      /'vm-requests.task.steer' is denied. Open the request's page and cancel the request there/,
    );
  });

  it('of other templates are their owners’, to cancel and to retry', async () => {
    const id = await startTask('other');
    const task = `/scaffolder/v2/tasks/${id}`;

    for (const other of ['jonas', 'priya', 'gate'] as const) {
      const cancelled = await company.as[other].post(`${task}/cancel`);
      const retried = await company.as[other].post(`${task}/retry`);
      expect([other, cancelled.status, retried.status]).toEqual([
        other,
        403,
        403,
      ]);
    }
    expect((await company.as.anna.post(`${task}/cancel`)).status).toBe(200);
    await statusOf(id, 'failed');
    expect((await company.as.anna.post(`${task}/retry`)).status).toBe(201);
  });

  it('are started by each person, and by no token that is restricted to the gate', async () => {
    const created = await answersTo(as =>
      as.post('/scaffolder/v2/tasks', {
        templateRef: 'template:default/rhel9-vm',
        values: {},
      }),
    );
    expect(created).toEqual({
      anna: 201,
      jonas: 201,
      priya: 201,
      marta: 201,
      gate: 403,
    });
    const dryRuns = await answersTo(as =>
      as.post('/scaffolder/v2/dry-run', {
        template: template('inline', 'vm-request:fail'),
        values: {},
        directoryContents: [],
      }),
    );
    expect(dryRuns).toEqual({
      anna: 200,
      jonas: 200,
      priya: 200,
      marta: 200,
      gate: 403,
    });
  });

  it('are started, read and cancelled by the ledger, whose tasks no person but the platform team reads', async () => {
    const { scaffolder, auth } = ledger;
    const own = { credentials: await auth.getOwnServiceCredentials() };
    const { taskId } = await scaffolder.scaffold(
      { templateRef: 'template:default/rhel9-vm-apply', values: {} },
      own,
    );
    await running(taskId);

    expect(
      await answersTo(as => as.get(`/scaffolder/v2/tasks/${taskId}`)),
    ).toEqual({ ...readable, anna: 403 });
    expect(await scaffolder.getTask({ taskId }, own)).toMatchObject({
      spec: { templateInfo: { entityRef: 'template:default/rhel9-vm-apply' } },
    });
    expect((await scaffolder.listTasks({}, own)).items).toContainEqual(
      expect.objectContaining({ id: taskId }),
    );
    expect((await scaffolder.getLogs({ taskId }, own)).length).toBeGreaterThan(
      0,
    );
    await scaffolder.cancelTask({ taskId }, own);
    await statusOf(taskId, 'failed');
  });
});
