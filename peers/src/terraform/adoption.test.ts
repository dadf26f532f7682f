import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  diskVariable,
  hardwareVariable,
  inventoryPath,
  machineHardwareSchema,
  providerFeatures,
} from '@backlot/vsphere-templates';
import { buildPeers } from '../buildPeers';
import { MachineVariables, machineVariables } from '../chain/machineFiles';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { Reference } from '../SimulatorSession';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { TemplateBackend } from '../templates/__testUtils__/TemplateBackend';
import { vsphereProvider } from '../vsphereProvider';
import { PlannedValue, TerraformDirectory } from './TerraformDirectory';

jest.setTimeout(600_000);

const { version } = vsphereProvider();

describe('a machine that was made by hand', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let vcenter: SimulatedVCenter;
  let backend: TemplateBackend;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-adoption-'));
    simulator = await startVCenterSimulator({ directory, password: 'secret' });
    vcenter = await SimulatedVCenter.login(simulator);
    backend = await TemplateBackend.start(simulator);
    await backend.templates();
  });

  afterAll(async () => {
    await backend?.close();
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function madeByHand(name: string): Promise<Reference> {
    const machine = await vcenter.cloneByHand(
      name,
      await vcenter.placement('backlot/development'),
      'development',
    );
    await vcenter.removeCdDrive(machine);
    return machine;
  }

  /** What its source says of it, as the variables of the module. */
  async function variablesOf(
    name: string,
    machine: Reference,
    labelOf = (label: string, index: number) =>
      providerFeatures(version).importsDiskLabels ? label : `disk${index}`,
  ): Promise<MachineVariables> {
    const { hardware: read, networkCards } = await backend.details(
      machine.value,
    );
    const hardware = machineHardwareSchema.parse(read);
    const place = await vcenter.placement('backlot/development');
    const asked = machineVariables(name, place);
    const [card] = asked.network.interfaces;
    return {
      ...asked,
      placement: { ...asked.placement, template_uuid: '', template: '' },
      hardware: hardwareVariable(
        hardware,
        {
          cpus: 2,
          memoryMib: 4096,
          disks: hardware.disks.map((disk, index) =>
            diskVariable(disk, { label: labelOf(disk.label, index) }),
          ),
        },
        version,
      ),
      network: {
        ...asked.network,
        interfaces: networkCards.map(
          ({ label, network, adapterType, macAddress }) => ({
            ...card,
            network_id: network!,
            adapter_type: adapterType,
            mac_address: macAddress!,
            static_mac: hardware.staticMacAddresses.includes(label),
          }),
        ),
      },
    };
  }

  async function importing(
    name: string,
    variables: MachineVariables,
  ): Promise<TerraformDirectory> {
    const terraform = await TerraformDirectory.make(
      join(directory, name),
      simulator,
    );
    const id = inventoryPath({
      datacenter: [variables.placement.datacenter],
      folders: ['backlot', 'development'],
      machine: name,
    });
    await terraform.write(variables, {
      'import.tf': `import {
  to = module.vm.vsphere_virtual_machine.this[0]
  id = ${JSON.stringify(id)}
}
`,
    });
    return terraform;
  }

  const namesOf = (values: PlannedValue[]) =>
    values.map(({ path }) => path.join('.'));

  it('is imported as it is, and keeps the files and keys of its disks through a resize', async () => {
    const machine = await madeByHand('old01');
    await vcenter.addDisk(machine, 20);
    const variables = await variablesOf('old01', machine);
    const terraform = await importing('old01', variables);
    const [before] = await vcenter.machinesNamed('old01');
    const disks = await vcenter.diskFilesOf(machine);
    expect(disks).toHaveLength(2);

    expect(namesOf(await terraform.planUpdate())).toEqual([
      'boot_retry_enabled',
      'disk.0.keep_on_remove',
      'disk.1.keep_on_remove',
      'efi_secure_boot_enabled',
      'wait_for_guest_net_timeout',
    ]);
    await terraform.apply();
    // The machine was not even restarted.
    expect(await vcenter.machinesNamed('old01')).toEqual([before]);
    expect(await vcenter.diskFilesOf(machine)).toEqual(disks);
    expect(await terraform.plan()).toEqual(['no-op']);

    await terraform.write({
      ...variables,
      hardware: { ...variables.hardware, cpus: 4 },
    });
    expect(namesOf(await terraform.planUpdate())).toEqual(['num_cpus']);
    await terraform.apply();
    expect(await vcenter.machinesNamed('old01')).toMatchObject([
      { reference: before.reference, uuid: before.uuid, cpus: 4 },
    ]);
    expect(await vcenter.diskFilesOf(machine)).toEqual(disks);
  });

  it('would lose its disk by another label, with nothing to destroy', async () => {
    const machine = await madeByHand('old02');
    const terraform = await importing(
      'old02',
      await variablesOf('old02', machine, () => 'system'),
    );
    expect(await terraform.plan()).toEqual(['update']);
    expect(namesOf(await terraform.planUpdate())).toEqual(
      expect.arrayContaining(['disk.0.label']),
    );
  });

  it('cannot be planned with a CD drive of its host, which is said before', async () => {
    const machine = await vcenter.cloneByHand(
      'old03',
      await vcenter.placement('backlot/development'),
      'development',
    );
    const { problems } = await backend.details(machine.value);
    expect(problems).toEqual([
      { message: expect.stringContaining('cannot plan') },
    ]);
    const terraform = await importing(
      'old03',
      await variablesOf('old03', machine),
    );
    await expect(terraform.plan()).rejects.toThrow(/cdrom/);
  });
});
