import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from '../buildPeers';
import { MachineVariables, machineVariables } from '../chain/machineFiles';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { TerraformDirectory } from './TerraformDirectory';

jest.setTimeout(600_000);

describe('a machine of the module rhel9-vm whose number is raised', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let vcenter: SimulatedVCenter;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-rebuild-'));
    simulator = await startVCenterSimulator({
      directory,
      password: 'secret',
      templates: ['rhel9-2026.08', 'rhel9-2026.11'],
    });
    vcenter = await SimulatedVCenter.login(simulator);
  });

  afterAll(async () => {
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** A machine that was made, and what it is to be with a number and from the other template. */
  async function made(name: string) {
    const place = await vcenter.placement('backlot/development');
    const templates = await Promise.all(
      ['rhel9-2026.08', 'rhel9-2026.11'].map(template =>
        vcenter.machinesNamed(template),
      ),
    );
    const other = templates
      .flat()
      .find(({ uuid }) => uuid !== place.template_uuid)!;
    const terraform = await TerraformDirectory.make(
      join(directory, name),
      simulator,
    );
    const asked = machineVariables(name, place);
    await terraform.write(asked);
    await terraform.apply();
    const numbered = (
      rebuild: number,
      placement: Partial<MachineVariables['placement']> = {},
    ): MachineVariables => ({
      ...asked,
      rebuild,
      placement: {
        ...asked.placement,
        template_uuid: other.uuid,
        ...placement,
      },
    });
    const [machine] = await vcenter.machinesNamed(name);
    return { terraform, numbered, machine };
  }

  it('is destroyed and made again from the template that is asked for by then, and else as it was', async () => {
    const { terraform, numbered, machine } = await made('web01');
    await terraform.write(numbered(0));
    expect(await terraform.plan()).toEqual(['no-op']);

    await terraform.write(numbered(1));
    expect(await terraform.plan()).toEqual(['delete', 'create']);
    await terraform.apply();
    const { reference, bootTime: _, ...kept } = machine;
    const [again, ...others] = await vcenter.machinesNamed('web01');
    expect(again).toMatchObject(kept);
    expect(again.reference).not.toEqual(reference);
    expect(others).toEqual([]);
    expect(await terraform.plan()).toEqual(['no-op']);
  });

  it('is still to be made again where it could not be destroyed', async () => {
    const { terraform, numbered, machine } = await made('web02');
    await terraform.write(numbered(1));
    await expect(terraform.as(simulator.reader).apply()).rejects.toThrow(
      'NoPermission',
    );
    expect(await terraform.plan()).toEqual(['delete', 'create']);
    expect(await vcenter.machinesNamed('web02')).toMatchObject([
      { reference: machine.reference },
    ]);
  });

  it('is still to be made where it was destroyed and could not be made', async () => {
    const { terraform, numbered } = await made('web03');
    await terraform.write(numbered(1, { folder: 'no/such/folder' }));
    await expect(terraform.apply()).rejects.toThrow('no/such/folder');
    expect(await vcenter.machinesNamed('web03')).toEqual([]);
    await terraform.write(numbered(1));
    expect(await terraform.plan()).toEqual(['create']);
    await terraform.apply();
    expect(await vcenter.machinesNamed('web03')).toHaveLength(1);
  });
});
