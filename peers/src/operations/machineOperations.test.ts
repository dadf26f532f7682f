import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { VSphereInventoryProvider } from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { MachinePowerOperation } from '@backlot/plugin-vm-inventory-common';
import { MachineRef } from '@backlot/plugin-vm-inventory-node';
import { buildPeers } from '../buildPeers';
import { VCenterAdministrator } from '../collector/__testUtils__/VCenterAdministrator';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';

jest.setTimeout(300_000);

const toolsRun =
  '<extraConfig><key>SET.guest.toolsRunningStatus</key><value xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">guestToolsRunning</value></extraConfig>';

describe("powering machines of govmomi's simulator, and taking snapshots of them", () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let administrator: VCenterAdministrator;
  let provider: VSphereInventoryProvider;
  let machine: MachineRef;

  function open(operator: { username: string; password: string }) {
    return new VSphereInventoryProvider({
      config: {
        ...simulator.reader,
        name: 'simulator',
        title: 'Simulator',
        url: simulator.url,
        operator: { ...operator, guestMs: 20_000 },
        tls: { ca: simulator.ca, insecure: false },
        maxWaitSeconds: 5,
        timeoutMs: 20_000,
        fullPassMs: 1_800_000,
      },
      logger: mockServices.logger.mock(),
    });
  }

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-operations-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, hosts: 1, machines: 2 },
    });
    administrator = await VCenterAdministrator.login(simulator);
    provider = open(simulator.operator);
    const { value } = await administrator.named(
      'VirtualMachine',
      'DC0_C0_RP0_VM0',
    );
    machine = { id: value, name: 'DC0_C0_RP0_VM0' };
  });

  afterAll(async () => {
    await provider?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const signal = () => AbortSignal.timeout(60_000);
  const change = (operation: MachinePowerOperation, force = false) =>
    provider.operations.changePower(machine, operation, {
      force,
      signal: signal(),
    });

  async function power(): Promise<string> {
    const all = await administrator.all('VirtualMachine', 'runtime.powerState');
    return all.find(({ reference }) => reference.value === machine.id)!
      .properties['runtime.powerState'];
  }

  it('powers off and on, suspends and resets', async () => {
    for (const [operation, after] of [
      ['power-off', 'poweredOff'],
      ['power-off', 'poweredOff'],
      ['power-on', 'poweredOn'],
      ['power-on', 'poweredOn'],
      ['suspend', 'suspended'],
      ['power-on', 'poweredOn'],
      ['reset', 'poweredOn'],
    ] as const) {
      await change(operation);
      expect([operation, await power()]).toEqual([operation, after]);
    }
  });

  it('tells the guest where VMware Tools run, and cuts the power only where it may', async () => {
    await expect(change('shut-down')).rejects.toThrow(
      /VMware Tools do not run/,
    );
    await expect(change('restart')).rejects.toThrow(/VMware Tools do not run/);
    await change('restart', true);
    expect(await power()).toBe('poweredOn');

    await administrator.reconfigure(
      { type: 'VirtualMachine', value: machine.id },
      toolsRun,
    );
    await change('restart');
    await change('shut-down');
    expect(await power()).toBe('poweredOff');
    await change('power-on');
  });

  it('takes a snapshot once, reverts to it and deletes it', async () => {
    const take = () =>
      provider.operations.takeSnapshot(
        machine,
        {
          name: 'before the update',
          description: 'By <anna> & co.',
          memory: true,
          operation: '01JDZZZZZZZZZZZZZZZZZZZZZZ',
        },
        { signal: signal() },
      );
    const list = () =>
      provider.operations.listSnapshots(machine, { signal: signal() });

    const taken = await take();
    expect(taken).toMatchObject({
      name: 'before the update',
      description: 'By <anna> & co.',
      power: 'on',
      current: true,
      sizeBytes: expect.any(Number),
    });
    expect(await take()).toEqual(taken);
    expect(await list()).toEqual([taken]);

    await provider.operations.revertToSnapshot(machine, taken.id, {
      signal: signal(),
    });
    const remove = () =>
      provider.operations.deleteSnapshot(machine, taken.id, {
        signal: signal(),
      });
    await remove();
    await remove();
    expect(await list()).toEqual([]);
    await expect(
      provider.operations.revertToSnapshot(machine, taken.id, {
        signal: signal(),
      }),
    ).rejects.toThrow(/has no snapshot/);
  });

  it('is refused to the account that reads, with the privilege that it lacks', async () => {
    const reading = open(simulator.reader);
    try {
      await expect(
        reading.operations.changePower(machine, 'power-off', {
          signal: signal(),
        }),
      ).rejects.toThrow(
        /it lacks the privilege VirtualMachine\.Interact\.PowerOff/,
      );
      await expect(
        reading.operations.takeSnapshot(
          machine,
          { name: 'no', operation: '01JDZZZZZZZZZZZZZZZZZZZZZ0' },
          { signal: signal() },
        ),
      ).rejects.toThrow(/VirtualMachine\.State\.CreateSnapshot/);
      expect(await power()).toBe('poweredOn');
    } finally {
      await reading.close();
    }
  });

  it('goes on in another session when its own was ended', async () => {
    await administrator.endOtherSessions();
    await change('power-off');
    expect(await power()).toBe('poweredOff');
  });
});
