import { smallCompany } from '../../company/smallCompany';
import { VirtualMachine } from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import { VCenterModel } from '../model/VCenterModel';
import { growCompany } from './growCompany';
import { seedModel } from './seedModel';

function modelOf(machines: number) {
  const model = new VCenterModel(new ManagedObjectStore(), 1);
  seedModel(model, { ...smallCompany, machines });
  return model;
}

/** What matters of each machine, by its name. */
function machinesOf(model: VCenterModel) {
  const made = [...model.store.values()].filter(
    (object): object is VirtualMachine => object.type === 'VirtualMachine',
  );
  const nameOf = (ref: string | undefined) => {
    const object = [...model.store.values()].find(each => each.ref === ref);
    return object && 'name' in object ? object.name : undefined;
  };
  return Object.fromEntries(
    made.map(machine => [
      `${machine.name} ${machine.config?.uuid}`,
      [
        nameOf(machine.parent),
        nameOf(machine.resourcePool),
        machine.datastores.map(nameOf),
        machine.networks.map(nameOf),
        machine.ownAddress,
      ],
    ]),
  );
}

describe('growCompany', () => {
  it('makes the machines that a bigger company begins with', async () => {
    const grown = modelOf(300);
    await growCompany(grown, { ...smallCompany, machines: 300 }, 1_000);

    expect(machinesOf(grown)).toEqual(machinesOf(modelOf(1_000)));
  });

  it('makes none when there are enough', async () => {
    const model = modelOf(300);
    const before = machinesOf(model);
    await growCompany(model, smallCompany, 300);

    expect(machinesOf(model)).toEqual(before);
  });

  it('says that a company is too small', async () => {
    await expect(
      growCompany(modelOf(1), { ...smallCompany, machines: 1 }, 100),
    ).rejects.toThrow(/too small to grow: it has no machine of/);
  });
});
