import { smallCompany } from '../../company/smallCompany';
import { VirtualMachine } from '../model/ManagedObject';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import { VCenterModel } from '../model/VCenterModel';
import { seedModel } from '../seed/seedModel';
import { bootTime, createDate } from './machineDates';

function seeded(): { model: VCenterModel; machines: VirtualMachine[] } {
  const model = new VCenterModel(new ManagedObjectStore(), 0);
  seedModel(model, smallCompany);
  return { model, machines: model.machines() };
}

describe('the dates of a machine', () => {
  it('are the same each time, and in the past', () => {
    const [one, other] = [seeded(), seeded()];
    const dates = (machines: VirtualMachine[]) =>
      machines.map(machine => [createDate(machine), bootTime(machine)]);
    expect(dates(one.machines)).toEqual(dates(other.machines));
    for (const machine of one.machines) {
      const made = Date.parse(createDate(machine)!);
      const booted = bootTime(machine);
      expect(booted !== undefined).toBe(machine.powerState === 'poweredOn');
      expect(Date.parse(booted ?? createDate(machine)!)).toBeGreaterThanOrEqual(
        made,
      );
    }
    expect(new Set(one.machines.map(createDate)).size).toBeGreaterThan(10);
  });

  it('are those of what happens in the lab', () => {
    const { model, machines } = seeded();
    const { type, ref, ...facts } = machines.find(
      ({ config }) => !config?.template,
    )!;
    const begin = Date.now();
    const made = model.createMachine({
      ...facts,
      name: 'new',
      powerState: 'poweredOff',
    });
    expect(Date.parse(createDate(made)!)).toBeGreaterThanOrEqual(begin);
    expect(bootTime(made)).toBeUndefined();

    model.powerOn(made.ref);
    const booted = bootTime(made)!;
    expect(Date.parse(booted)).toBeGreaterThanOrEqual(begin);
    model.suspend(made.ref);
    model.powerOn(made.ref);
    expect(bootTime(made)).toBe(booted);
    model.powerOff(made.ref);
    expect(bootTime(made)).toBeUndefined();
    model.close();
  });

  it('are unknown while the machine has no configuration', () => {
    const [machine] = seeded().machines;
    const broken = { ...machine, config: undefined };
    expect([createDate(broken), bootTime(broken)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
