import { recordingLogger } from '@backlot/backend-common/testUtils';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { useInventory } from '../__testUtils__/useInventory';

jest.setTimeout(60_000);

const source = 'fra';
const person = 'user:default/anna.weber';

describe('what Backstage’s auditor logs by default', () => {
  const startInventory = useInventory();

  async function start(options: { denied?: boolean; ok?: boolean } = {}) {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    provider.steps = [
      { name: 'reach', ok: options.ok ?? true, detail: 'As it is' },
    ];
    const { feature, lines } = recordingLogger();
    const denied: { result: AuthorizeResult.DENY } = {
      result: AuthorizeResult.DENY,
    };
    const inventory = await startInventory(provider, {
      features: [
        feature,
        auditorServiceFactory,
        ...(options.denied
          ? [
              mockServices.permissions.mock({
                authorize: async queries => queries.map(() => denied),
                authorizeConditional: async queries =>
                  queries.map(() => denied),
              }).factory,
            ]
          : []),
      ],
    });
    const ends = () =>
      lines
        .filter(({ status }) => status === 'succeeded' || status === 'failed')
        .map(({ message, status, meta, actor }) => [
          message,
          status,
          meta,
          (actor as { actorId: string }).actorId,
        ]);
    return { ...inventory, ends };
  }

  it('is who was refused', async () => {
    const { user, ends } = await start({ denied: true });
    await user.post(`sources/${source}/refresh`);
    await user.get(`sources/${source}/test`);
    await user.get('store/test');
    await user.get('machines/export?format=csv');
    await user.delete('reservations/r1');
    expect(ends()).toEqual([
      ['vm-inventory.source-refresh', 'failed', undefined, person],
      ['vm-inventory.source-test', 'failed', undefined, person],
      ['vm-inventory.store-test', 'failed', undefined, person],
      ['vm-inventory.inventory-export', 'failed', { kind: 'machine' }, person],
      ['vm-inventory.reservation-end', 'failed', undefined, person],
    ]);
  });

  it('is a person who would keep a place', async () => {
    const { user, ends } = await start();
    await user.post('placements', {
      source,
      network: 'network-fra1-dev',
      template: 'template-fra1',
      cpus: 1,
      memoryMib: 1024,
      diskBytes: 1024,
      reservation: { id: 'r1', ttlSeconds: 60 },
    });
    await user.post(`machines/${source}/vm-1/growth`, {
      cpus: 1,
      memoryMib: 0,
      diskBytes: 0,
      reservation: { id: 'r2', ttlSeconds: 60 },
    });
    expect(ends()).toEqual([
      [
        'vm-inventory.reservation-keep',
        'failed',
        { source, id: 'r1', ttlSeconds: 60 },
        person,
      ],
      [
        'vm-inventory.reservation-keep',
        'failed',
        { source, machine: 'vm-1', id: 'r2', ttlSeconds: 60 },
        person,
      ],
    ]);
  });

  it('is a test that found something wrong, and each change', async () => {
    const { user, service, ends } = await start({ ok: false });
    await user.get(`sources/${source}/test`);
    await user.post(`sources/${source}/refresh`, {});
    await user.get('machines/export?format=json');
    await service.post(`machines/${source}/vm-1/growth`, {
      cpus: 1,
      memoryMib: 0,
      diskBytes: 0,
      reservation: { id: 'r1', ttlSeconds: 60 },
    });
    await service.delete('reservations/r1');
    expect(ends()).toEqual([
      ['vm-inventory.source-test', 'succeeded', { source, ok: false }, person],
      ['vm-inventory.source-refresh', 'succeeded', { source }, person],
      [
        'vm-inventory.inventory-export',
        'succeeded',
        { kind: 'machine', format: 'json' },
        person,
      ],
      [
        'vm-inventory.reservation-keep',
        'succeeded',
        { source, machine: 'vm-1', id: 'r1', ttlSeconds: 60 },
        mockCredentials.service().principal.subject,
      ],
      [
        'vm-inventory.reservation-end',
        'succeeded',
        { id: 'r1' },
        mockCredentials.service().principal.subject,
      ],
    ]);
  });
});
