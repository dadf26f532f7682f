import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from '../buildPeers';
import {
  MachineVariables,
  machineVariables,
  NetworkInterface,
} from '../chain/machineFiles';
import { Place, SimulatedVCenter } from '../chain/SimulatedVCenter';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { vsphereProvider } from '../vsphereProvider';
import { TerraformDirectory } from './TerraformDirectory';

jest.setTimeout(600_000);

describe('network cards of the module rhel9-vm', () => {
  let directory: string;
  let simulator: VCenterSimulator;
  let vcenter: SimulatedVCenter;
  let place: Place;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-cards-'));
    simulator = await startVCenterSimulator({ directory, password: 'secret' });
    vcenter = await SimulatedVCenter.login(simulator);
    place = await vcenter.placement('backlot/development');
  });

  afterAll(async () => {
    await simulator?.close();
    await rm(directory, { recursive: true, force: true });
  });

  function cardOf(number: number): NetworkInterface {
    return {
      name: `eth${number}`,
      network_id: place.network_id,
      network: place.network,
      adapter_type: 'vmxnet3',
      mac_address: `00:50:56:3f:ab:0${number}`,
      ipv4: {
        address: `192.0.${number}.17`,
        prefix_length: 24,
        ...(number === 1 && { gateway: '192.0.1.1' }),
      },
    };
  }

  function withCards(
    variables: MachineVariables,
    interfaces: NetworkInterface[],
  ): MachineVariables {
    return { ...variables, network: { ...variables.network, interfaces } };
  }

  function chosen(...numbers: number[]) {
    return numbers.map(number => ({
      macAddress: cardOf(number).mac_address,
      addressType: 'manual',
    }));
  }

  function terraformFor(name: string): Promise<TerraformDirectory> {
    return TerraformDirectory.make(join(directory, name), simulator);
  }

  it('have the MAC addresses that were asked for; a further one is added in place', async () => {
    const terraform = await terraformFor('web01');
    const asked = machineVariables('web01', place);
    await terraform.write(withCards(asked, [cardOf(1)]));
    await terraform.apply();
    const [made] = await vcenter.machinesNamed('web01');
    expect(made.networkCards).toEqual(chosen(1));
    expect(made.ipAddress).toBe('192.0.1.17');
    expect(await terraform.plan()).toEqual(['no-op']);

    await terraform.write(withCards(asked, [cardOf(1), cardOf(2)]));
    expect(await terraform.plan()).toEqual(['update']);
    await terraform.apply();
    expect(await vcenter.machinesNamed('web01')).toMatchObject([
      { uuid: made.uuid, networkCards: chosen(1, 2) },
    ]);
    expect(await terraform.plan()).toEqual(['no-op']);
  });

  it('are several from the beginning, by cloud-init and by customization', async () => {
    for (const mechanism of ['cloud-init', 'customization']) {
      const name = `web-${mechanism}`;
      const terraform = await terraformFor(name);
      const asked = machineVariables(name, place);
      await terraform.write(
        withCards({ ...asked, access: { ...asked.access, mechanism } }, [
          cardOf(1),
          cardOf(2),
        ]),
      );
      await terraform.apply();
      const [made] = await vcenter.machinesNamed(name);
      expect(made.networkCards).toEqual(chosen(1, 2));
      // The simulator runs no cloud-init.
      expect(made.ipAddress).toBe(
        mechanism === 'customization' ? '192.0.1.17' : undefined,
      );
      expect(await terraform.plan()).toEqual(['no-op']);
    }
  });

  it('have addresses of IPv6 beside and instead of IPv4, and disks to mount', async () => {
    const terraform = await terraformFor('web04');
    const asked = machineVariables('web04', place);
    const { ipv4: _, ...second } = cardOf(2);
    await terraform.write({
      ...withCards(asked, [
        {
          ...cardOf(1),
          ipv6: {
            address: '2001:db8:1::17',
            prefix_length: 64,
            gateway: '2001:db8:1::1',
          },
        },
        {
          ...second,
          ipv6: { address: '2001:db8:2::17', prefix_length: 64 },
        },
      ]),
      access: { ...asked.access, mechanism: 'cloud-init' },
      mounts: [{ disk: 'disk1', path: '/srv/data', file_system: 'xfs' }],
    });
    await terraform.apply();
    const [made] = await vcenter.machinesNamed('web04');
    expect(made.networkCards).toEqual(chosen(1, 2));
    expect(await terraform.plan()).toEqual(['no-op']);
  });

  it('refuse to mount the template’s disk, or one that there is not, at plan', async () => {
    const terraform = await terraformFor('web05');
    const asked = machineVariables('web05', place);
    for (const disk of ['disk0', 'disk9']) {
      await terraform.write({
        ...withCards(asked, [cardOf(1)]),
        access: { ...asked.access, mechanism: 'cloud-init' },
        mounts: [{ disk, path: '/srv/data', file_system: 'xfs' }],
      });
      await expect(terraform.plan()).rejects.toThrow(
        "A disk to mount must be one beside the template's",
      );
    }
  });

  // By the provider's changelog (#2561).
  const changesMacAddresses =
    vsphereProvider().version.localeCompare('2.14.1', 'en', {
      numeric: true,
    }) >= 0;

  /** Applies a configuration whose card has another MAC address than a machine or its template. */
  async function applyOtherMacAddress(
    terraform: TerraformDirectory,
  ): Promise<void> {
    const applied = terraform.apply();
    if (changesMacAddresses) {
      await applied;
      expect(await terraform.plan()).toEqual(['no-op']);
    } else {
      await expect(applied).rejects.toThrow(
        'A network card has another MAC address than was asked for',
      );
    }
  }

  it('keep a static MAC address, which the provider does not change before 2.14.1, and apply says so', async () => {
    const terraform = await terraformFor('web02');
    const asked = machineVariables('web02', place);
    await terraform.write(withCards(asked, [cardOf(1)]));
    await terraform.apply();
    await terraform.write(withCards(asked, [cardOf(3)]));
    expect(await terraform.plan()).toEqual(['update']);
    await applyOtherMacAddress(terraform);
    const [made] = await vcenter.machinesNamed('web02');
    expect(made.networkCards).toEqual(chosen(changesMacAddresses ? 3 : 1));

    const fromStatic = await terraformFor('web03');
    await fromStatic.write(
      withCards(
        machineVariables('web03', { ...place, template_uuid: made.uuid }),
        [cardOf(4)],
      ),
    );
    await applyOtherMacAddress(fromStatic);
    expect(await vcenter.machinesNamed('web03')).toMatchObject([
      { networkCards: chosen(changesMacAddresses ? 4 : 1) },
    ]);
  });
});
