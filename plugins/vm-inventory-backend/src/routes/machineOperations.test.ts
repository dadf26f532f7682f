import { createBackendModule } from '@backstage/backend-plugin-api';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  MachineOperation,
  vmInventoryMachineOperatePermission,
} from '@backlot/plugin-vm-inventory-common';
import {
  createInventoryObjectConditionalDecision,
  inventoryObjectConditions,
  MachineRules,
  OutcomeUnknownError,
  vmInventoryMachineRulesExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
  MemoryOperations,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { ulid } from 'ulid';
import { recordingLogger } from '@backlot/backend-common/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';
const machine = 'machines/fra/vm-1';
const person = 'user:default/anna.weber';
const team = 'group:default/team-payments';

describe('operations on machines', () => {
  const startWith = useInventory();
  let operations: MemoryOperations;

  beforeEach(() => {
    operations = new MemoryOperations();
  });

  async function start(
    options: {
      operators?: string[];
      rules?: MachineRules;
      features?: NonNullable<Parameters<typeof startWith>[1]>['features'];
      withoutOperations?: boolean;
    } = {},
  ) {
    const { rules, operators = [] } = options;
    const inventory = await startWith(
      new MemoryInventoryProvider({
        source,
        objects: exampleInventory(source),
        operations: options.withoutOperations ? undefined : operations,
      }),
      {
        features: [
          mockServices.rootConfig.factory({
            data: { vmInventory: { operations: { operators } } },
          }),
          mockServices.userInfo.mock({
            getUserInfo: async () => ({
              userEntityRef: person,
              ownershipEntityRefs: [person, team],
            }),
          }).factory,
          createBackendModule({
            pluginId: 'vm-inventory',
            moduleId: 'rules',
            register: reg =>
              reg.registerInit({
                deps: { machineRules: vmInventoryMachineRulesExtensionPoint },
                init: async ({ machineRules }) =>
                  machineRules.addProvider({ rulesOf: async () => rules }),
              }),
          }),
          ...(options.features ?? []),
        ],
      },
    );
    async function ended(id: string): Promise<MachineOperation> {
      for (;;) {
        const { body } = await inventory.user.get(
          `${machine}/operations/${id}`,
        );
        if (body.outcome !== 'running') {
          return body;
        }
      }
    }
    const history = async () =>
      (await inventory.user.get(`${machine}/operations`)).body
        .items as MachineOperation[];
    return { ...inventory, ended, history };
  }

  const owned: MachineRules = { owners: [team], power: true, snapshots: true };

  it('are begun, end by themselves and stand in the history', async () => {
    const { user, ended, history } = await start({ operators: [team] });
    const { status, body } = await user.post(`${machine}/power`, {
      operation: 'shut-down',
      force: true,
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      by: person,
      source,
      machine: 'vm-1',
      operation: 'shut-down',
      force: true,
    });
    expect(await ended(body.id)).toMatchObject({
      outcome: 'done',
      endedAt: expect.any(String),
    });
    expect(operations.done).toEqual(['vm-1 shut-down force']);
    expect(await history()).toMatchObject([{ id: body.id, outcome: 'done' }]);
  });

  it('take, revert to and delete snapshots, and know who took them', async () => {
    const { user, ended, history } = await start({ rules: owned });
    const taken = await user.post(`${machine}/snapshots`, {
      name: ' before the update ',
      memory: true,
    });
    const { snapshot } = await ended(taken.body.id);
    const path = `${machine}/snapshots/${snapshot}`;
    const list = await user.get(`${machine}/snapshots`);
    expect(list.body.items).toMatchObject([
      { id: snapshot, name: 'before the update', takenBy: person, power: 'on' },
    ]);
    const reverted = await user.post(`${path}/revert`);
    await ended(reverted.body.id);
    await ended((await user.delete(path)).body.id);

    expect((await user.get(`${machine}/snapshots`)).body.items).toEqual([]);
    expect(
      (await history()).map(({ operation, snapshotName, outcome }) => [
        operation,
        snapshotName,
        outcome,
      ]),
    ).toEqual([
      ['delete-snapshot', 'before the update', 'done'],
      ['revert-snapshot', 'before the update', 'done'],
      ['take-snapshot', 'before the update', 'done'],
    ]);
  });

  it('are done once, however often they are asked for with one id', async () => {
    const { service, ended } = await start();
    const id = ulid();
    const ask = () =>
      service.post(`${machine}/power`, { operation: 'reset', id });
    const first = await ask();
    await ended(id);
    const again = await ask();
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body).toMatchObject({ id, outcome: 'done' });
    expect(operations.done).toEqual(['vm-1 reset']);

    const other = await service.post(`${machine}/power`, {
      operation: 'suspend',
      id,
    });
    expect(other.status).toBe(409);
    expect(other.body.error.message).toMatch(/another operation: reset/);
  });

  it('are done one at a time to a machine', async () => {
    const { service, ended } = await start();
    const go = operations.hold();
    const first = await service.post(`${machine}/power`, {
      operation: 'suspend',
    });
    const second = await service.post(`${machine}/power`, {
      operation: 'power-on',
    });
    expect(second.status).toBe(409);
    expect(second.body.error.message).toMatch(/is being changed: suspend/);
    const offered = await service.get(`${machine}/offered-operations`);
    expect(offered.body.running).toMatchObject({ id: first.body.id });
    const elsewhere = await service.post('machines/fra/vm-2/snapshots', {
      name: 'free',
    });
    expect(elsewhere.status).toBe(202);
    go();
    await ended(first.body.id);
  });

  it('say why they failed, and whether it is known', async () => {
    const { service, ended } = await start();
    for (const [error, outcome] of [
      [new ConflictError('vm-1 is off'), 'failed'],
      [new OutcomeUnknownError('vCenter lost it from sight'), 'unknown'],
    ] as const) {
      const go = operations.hold();
      const { body } = await service.post(`${machine}/power`, {
        operation: 'restart',
      });
      go(error);
      expect(await ended(body.id)).toMatchObject({
        outcome,
        error: error.message,
      });
    }
  });

  it('are an operator’s, an owner’s as far as rules say, and nobody else’s', async () => {
    const power = { operation: 'power-on' };
    const nobody = await start();
    const refused = await nobody.user.post(`${machine}/power`, power);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(/operations\.operators/);
    await nobody.stop();

    const others = await start({
      operators: ['group:default/platform-team'],
      rules: { ...owned, owners: ['group:default/team-search'] },
    });
    const foreign = await others.user.post(`${machine}/power`, power);
    expect(foreign.status).toBe(403);
    expect(foreign.body.error.message).toMatch(
      /belongs to group:default\/team-search: only its owner and group:default\/platform-team/,
    );
    await others.stop();

    const limited = await start({
      rules: { ...owned, snapshots: false, reason: 'No snapshots here.' },
    });
    const snapshot = await limited.user.post(`${machine}/snapshots`, {
      name: 'no',
    });
    expect([snapshot.status, snapshot.body.error.message]).toEqual([
      403,
      'No snapshots here.',
    ]);
    const offered = await limited.user.get(`${machine}/offered-operations`);
    expect(offered.body).toEqual({
      power: { allowed: true },
      snapshots: { allowed: false, reason: 'No snapshots here.' },
    });
    expect((await limited.user.post(`${machine}/power`, power)).status).toBe(
      202,
    );
  });

  it('are refused to everybody while the machine’s rules say so', async () => {
    const { user } = await start({
      operators: [team],
      rules: { ...owned, refused: 'A request is changing it.' },
    });
    const { status, body } = await user.post(`${machine}/power`, {
      operation: 'power-off',
    });
    expect([status, body.error.message]).toEqual([
      403,
      'A request is changing it.',
    ]);
  });

  it('are those that the policy lets, and only on machines that it lets', async () => {
    const permissions = mockServices.permissions.mock({
      authorize: async queries =>
        queries.map(() => ({ result: AuthorizeResult.ALLOW })),
      authorizeConditional: async queries =>
        queries.map(({ permission }) =>
          permission.name === vmInventoryMachineOperatePermission.name
            ? createInventoryObjectConditionalDecision(
                vmInventoryMachineOperatePermission,
                inventoryObjectConditions.isInFolder({ source, folders: [] }),
              )
            : { result: AuthorizeResult.ALLOW },
        ),
    });
    const { service } = await start({ features: [permissions.factory] });
    const { status, body } = await service.post(`${machine}/power`, {
      operation: 'power-on',
    });
    expect(status).toBe(403);
    expect(body.error.message).toContain('vm-inventory.machine.operate');
    const offered = await service.get(`${machine}/offered-operations`);
    expect(offered.body.power).toMatchObject({ allowed: false });
  });

  it('say what is missing', async () => {
    operations.missing = "Source 'fra' has no account that may write.";
    const { user } = await start({ operators: [team] });
    const { status, body } = await user.post(`${machine}/power`, {
      operation: 'power-on',
    });
    expect([status, body.error.message]).toEqual([501, operations.missing]);
    const offered = await user.get(`${machine}/offered-operations`);
    expect(offered.body.power).toEqual({
      allowed: false,
      reason: operations.missing,
    });
  });

  it('are 501 where the provider has none', async () => {
    const { user } = await start({ withoutOperations: true });
    for (const answer of [
      await user.post(`${machine}/power`, { operation: 'power-on' }),
      await user.get(`${machine}/snapshots`),
    ]) {
      expect(answer.status).toBe(501);
    }
  });

  it('are 404 on what is no machine', async () => {
    const { service } = await start();
    const template = await service.post('machines/fra/vm-template-fra1/power', {
      operation: 'power-on',
    });
    expect(template.status).toBe(404);
  });

  it('are refused with what nobody means', async () => {
    const { service } = await start();
    for (const [path, body] of [
      ['power', { operation: 'explode' }],
      ['power', { operation: 'power-on', id: 'mine' }],
      ['snapshots', { name: '  ' }],
      ['snapshots', { name: 'x'.repeat(81) }],
      ['snapshots', { name: 'both', memory: true, quiesce: true }],
    ] as const) {
      expect((await service.post(`${machine}/${path}`, body)).status).toBe(400);
    }
    expect(operations.done).toEqual([]);
  });

  it('go by pages of the history', async () => {
    const { service, user, ended } = await start();
    const ids: string[] = [];
    for (const operation of ['power-on', 'suspend', 'power-on']) {
      const { body } = await service.post(`${machine}/power`, { operation });
      await ended(body.id);
      ids.unshift(body.id);
    }
    const first = (await user.get(`${machine}/operations?limit=2`)).body;
    expect(first.nextCursor).toBe(ids[1]);
    const rest = (
      await user.get(`${machine}/operations?limit=2&cursor=${first.nextCursor}`)
    ).body;
    expect(
      [...first.items, ...rest.items].map(({ id }: MachineOperation) => id),
    ).toEqual(ids);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('are in the audit log from the question to the end, with whom they were done for', async () => {
    const { feature, lines } = recordingLogger();
    const { delegate, ended, user } = await start({
      operators: [team],
      features: [feature, auditorServiceFactory],
    });
    const { body } = await delegate.post(`${machine}/power`, {
      operation: 'suspend',
    });
    expect(body).toMatchObject({ by: person, via: 'plugin:scaffolder' });
    await ended(body.id);
    await user.post('machines/fra/vm-x/power', { operation: 'suspend' });
    const events = () =>
      lines
        .filter(({ status }) => status === 'succeeded' || status === 'failed')
        .map(({ message, status, meta }) => [message, status, meta]);
    expect(events()).toEqual(
      expect.arrayContaining([
        [
          'vm-inventory.machine-operate',
          'succeeded',
          { source, machine: 'vm-1', operation: 'suspend', id: body.id },
        ],
        [
          'vm-inventory.machine-operation-end',
          'succeeded',
          { source, machine: 'vm-1', operation: 'suspend', id: body.id },
        ],
        [
          'vm-inventory.machine-operate',
          'failed',
          { source, machine: 'vm-x', operation: 'suspend' },
        ],
      ]),
    );
  });
});
