import { anna, machineSpec, settings } from '../__testUtils__/company';
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
    world.peers.templateDisksGib = [];

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
    const { terraform } = settings;
    const configured = {
      ...world.truth,
      settings: {
        ...settings,
        terraform: {
          moduleSource: `${terraform.moduleSource}.1`,
          provider: { ...terraform.provider, version: '2.16.1' },
          lockFile: 'of 2.16.1\n',
        },
      },
    };
    const input = { requestedBy: anna, spec: machineSpec(), task: 't1' };
    expect(await openRequest(world.truth, input)).toMatchObject({ terraform });

    expect((await openRequest(configured, input)).terraform).toEqual(terraform);

    const later = { ...input, spec: machineSpec({ name: 'web02' }) };
    expect(
      (await openRequest(configured, { ...later, task: 't2' })).terraform,
    ).toEqual(configured.settings.terraform);
  });

  it('asks the inventory for nothing that policy does not allow', async () => {
    const asked = jest.spyOn(world.peers.inventory, 'templateDisksGib');

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
