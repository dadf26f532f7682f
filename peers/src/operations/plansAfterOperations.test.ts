import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { VSphereInventoryProvider } from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { MachineRef } from '@backlot/plugin-vm-inventory-node';
import { buildPeers } from '../buildPeers';
import { machineVariables } from '../chain/machineFiles';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { VCenterAdministrator } from '../collector/__testUtils__/VCenterAdministrator';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { TerraformDirectory } from '../terraform/TerraformDirectory';

jest.setTimeout(600_000);

describe('a machine of the module rhel9-vm', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let provider: VSphereInventoryProvider;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-plans-'));
    simulator = await startVCenterSimulator({ directory, password: 'secret' });
    provider = new VSphereInventoryProvider({
      config: {
        ...simulator.reader,
        name: 'simulator',
        title: 'Simulator',
        url: simulator.url,
        operator: { ...simulator.operator, guestMs: 20_000 },
        tls: { ca: simulator.ca, insecure: false },
        maxWaitSeconds: 5,
        timeoutMs: 20_000,
        fullPassMs: 1_800_000,
      },
      logger: mockServices.logger.mock(),
    });
  });

  afterAll(async () => {
    await provider?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('is planned no change for power and snapshots', async () => {
    const vcenter = await SimulatedVCenter.login(simulator);
    const place = await vcenter.placement('backlot/development');
    const terraform = await TerraformDirectory.make(
      join(directory, 'web01'),
      simulator,
    );
    await terraform.write(machineVariables('web01', place));
    await terraform.apply();
    expect(await terraform.plan()).toEqual(['no-op']);

    const administrator = await VCenterAdministrator.login(simulator);
    const { value: id } = await administrator.named('VirtualMachine', 'web01');
    const machine: MachineRef = { id, name: 'web01' };
    const signal = AbortSignal.timeout(500_000);
    const { operations } = provider;

    const { id: snapshot } = await operations.takeSnapshot(
      machine,
      {
        name: 'before the update',
        memory: true,
        operation: '01JDZZZZZZZZZZZZZZZZZZZZZZ',
      },
      { signal },
    );
    expect(await terraform.plan()).toEqual(['no-op']);
    for (const operation of ['suspend', 'power-on', 'power-off'] as const) {
      await operations.changePower(machine, operation, { signal });
      expect([operation, await terraform.plan()]).toEqual([
        operation,
        ['no-op'],
      ]);
    }
    await operations.revertToSnapshot(machine, snapshot, { signal });
    expect(await terraform.plan()).toEqual(['no-op']);
    await operations.deleteSnapshot(machine, snapshot, { signal });
    expect(await terraform.plan()).toEqual(['no-op']);
  });
});
