import {
  anna,
  blueprint,
  machineSpec,
  settings,
} from '../__testUtils__/company';
import { macAddressRange } from '../macAddresses/MacAddressRange';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { checkRequest, openRequest } from './openRequest';

describe('openRequest', () => {
  const database = useDatabase();
  let world: World;

  beforeEach(() => {
    world = new World(database());
  });

  /** As large a first disk as the template's, and another. */
  const withExtraDisk = (sizeGib: number) => ({
    requestedBy: anna,
    spec: machineSpec({
      size: 'custom',
      custom: { cpus: 2, memoryMib: 4096, diskGib: 0 },
      extraDisks: [{ sizeGib }],
    }),
  });

  it('holds the template’s disk against the limit, in a preview, too', async () => {
    const input = withExtraDisk(170);

    await expect(checkRequest(world.truth, input)).rejects.toThrow(
      'Disks: 210 GiB is over the limit of 200 GiB of this environment.',
    );
    await expect(
      openRequest(world.truth, { ...input, task: 't1' }),
    ).rejects.toThrow(/Disks: 210 GiB/);
    expect(await world.request()).toBeUndefined();
  });

  it('counts nothing for a template that the inventory does not know', async () => {
    world.peers.template = { disksGib: [] };

    await openRequest(world.truth, { ...withExtraDisk(170), task: 't1' });

    expect((await world.request())?.terms.diskGib).toBe(170);
  });

  it('keeps what all disks take, and leaves the template’s to the template', async () => {
    await openRequest(world.truth, { ...withExtraDisk(100), task: 't1' });

    expect((await world.request())?.terms).toMatchObject({
      diskGib: 140,
      hardware: { disksGib: [0, 100] },
    });
  });

  it('pins a request to the module and provider of its own time', async () => {
    const { terraform } = blueprint;
    const newer = {
      moduleSource: `${terraform.moduleSource}.1`,
      provider: { ...terraform.provider, version: '2.16.1' },
      lockFile: 'of 2.16.1\n',
    };
    const configured = {
      ...world.truth,
      settings: {
        ...settings,
        blueprints: { 'rhel9-vm': { ...blueprint, terraform: newer } },
      },
    };
    const input = { requestedBy: anna, spec: machineSpec(), task: 't1' };
    expect(await openRequest(world.truth, input)).toMatchObject({ terraform });

    expect((await openRequest(configured, input)).terraform).toEqual(terraform);

    const later = { ...input, spec: machineSpec({ name: 'web02' }) };
    expect(
      (await openRequest(configured, { ...later, task: 't2' })).terraform,
    ).toEqual(newer);
  });

  it('gives what the blueprint says, and keeps it with request and machine', async () => {
    const access = { mechanism: 'sysprep', user: 'Administrator' };
    const windows = {
      ...blueprint,
      templates: { guestIds: ['windows*'] },
      name: { maxLength: 15 },
      access: { ...access, sshKeys: false, signIn: 'Remote desktop' },
      values: { timeZone: 110 },
    };
    world.truth.settings.blueprints = {
      ...settings.blueprints,
      'windows-vm': windows,
    };
    const input = {
      requestedBy: anna,
      spec: machineSpec({ blueprint: 'windows-vm', sshPublicKeys: [] }),
      task: 't1',
    };
    await expect(openRequest(world.truth, input)).rejects.toThrow(
      'Template rhel9-2026.11 does not fit blueprint windows-vm; those fit that have: operating system windows*.',
    );
    world.peers.template = {
      disksGib: [40],
      guestId: 'windows2022srvNext_64Guest',
    };

    expect(await openRequest(world.truth, input)).toMatchObject({
      blueprint: { name: 'windows-vm', values: { timeZone: 110 } },
      access: { ...access, sshPublicKeys: [] },
    });
    const request = (await world.request())!;
    expect(request).toMatchObject({
      spec: { blueprint: 'windows-vm' },
      terms: { access: windows.access, values: { timeZone: 110 } },
    });
    expect(await world.truth.store.getMachine(request.machineId)).toMatchObject(
      { blueprint: 'windows-vm' },
    );
  });

  it('refuses a blueprint that was withdrawn', async () => {
    await expect(
      openRequest(world.truth, {
        requestedBy: anna,
        spec: machineSpec({ blueprint: 'ubuntu-vm' }),
        task: 't1',
      }),
    ).rejects.toThrow(
      'There is no blueprint ubuntu-vm; the blueprints are rhel9-vm.',
    );
  });

  describe('draws a MAC address', () => {
    const from = '00:50:56:00:00:00';
    const draw = (task: string, name: string, to: string) => {
      const macAddresses = macAddressRange({ from, to });
      world.truth.settings.macAddresses = macAddresses;
      return openRequest(world.truth, {
        spec: machineSpec({ name, environment: 'sandbox' }),
        requestedBy: anna,
        task,
      });
    };

    it('of the range, and the same again for the same task', async () => {
      const opened = await draw('t1', 'web01', '00:50:56:00:00:ff');
      expect(opened.interfaces).toEqual([
        {
          name: 'eth0',
          macAddress: expect.stringMatching(/^00:50:56:00:00:[0-9a-f]{2}$/),
        },
      ]);
      world.peers.macAddressesInNetwork.add(opened.interfaces[0].macAddress);
      const again = await draw('t1', 'web01', '00:50:56:00:00:00');
      expect(again.interfaces).toEqual(opened.interfaces);
      expect((await world.request())?.interfaces).toEqual(opened.interfaces);
    });

    it('that neither the network, NetBox nor another request has', async () => {
      const { macAddressesInNetwork, recordedMacAddresses } = world.peers;
      macAddressesInNetwork.add('00:50:56:00:00:00');
      recordedMacAddresses.add('00:50:56:00:00:01');
      const to = '00:50:56:00:00:03';
      const drawn = [
        await draw('t1', 'web01', to),
        await draw('t2', 'web02', to),
      ].map(({ interfaces }) => interfaces[0].macAddress);
      expect(drawn.sort()).toEqual(['00:50:56:00:00:02', '00:50:56:00:00:03']);
      await expect(draw('t3', 'web03', to)).rejects.toThrow(
        /of the 4 from 00:50:56:00:00:00 to 00:50:56:00:00:03, fewer than 1 are in no use.*wider range/,
      );
    });

    it('and asks the network once, of the place that was asked for', async () => {
      const asked = jest.spyOn(world.peers.inventory, 'listMacAddresses');
      world.peers.recordedMacAddresses.add('00:50:56:00:00:00');
      await draw('t1', 'web01', '00:50:56:00:00:01');
      expect(asked).toHaveBeenCalledTimes(1);
      expect(asked).toHaveBeenCalledWith(
        expect.objectContaining({
          source: 'lab',
          datacenter: 'fra1',
          network: 'fra1-dev-app',
        }),
      );
    });

    it('in vain when NetBox records whatever is drawn', async () => {
      world.peers.addresses.findMacAddresses = async all => all;
      await expect(draw('t1', 'web01', '00:50:56:3f:ff:ff')).rejects.toThrow(
        /NetBox records 128 MAC addresses.*a range of its own/,
      );
    });

    it('for a preview never', async () => {
      const preview = await checkRequest(world.truth, withExtraDisk(10));
      expect(preview.interfaces).toEqual([{ name: 'eth0', macAddress: from }]);
    });
  });

  it('asks the inventory for nothing that policy does not allow', async () => {
    const asked = jest.spyOn(world.peers.inventory, 'findTemplate');

    await expect(
      openRequest(world.truth, {
        requestedBy: anna,
        task: 't1',
        spec: machineSpec({ datacenter: 'elsewhere' }),
      }),
    ).rejects.toThrow(/Datacenter elsewhere/);
    expect(asked).not.toHaveBeenCalled();
  });
});
