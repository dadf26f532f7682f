import fc from 'fast-check';
import { variablesOf } from '../__testUtils__/projectFiles';
import { machineAttributes } from './machineAttributes';
import { plainDisk } from './plainHardware';
import { MachineState, planMachine } from './planMachine';
import { Variables, variablesSchema } from './variables';

const arbitraryVariables = fc
  .record({
    cpus: fc.integer({ min: 1, max: 64 }),
    memory_mib: fc.integer({ min: 512, max: 1_000_000 }),
    size_gib: fc.integer({ min: 10, max: 4000 }),
    disks: fc.integer({ min: 1, max: 5 }),
  })
  .map(
    ({ disks, size_gib, ...hardware }): Variables =>
      variablesSchema.parse(
        variablesOf('web01', {
          ...hardware,
          disks: Array.from({ length: disks }, (_, index) =>
            plainDisk(index, size_gib),
          ),
        }),
      ),
  );

function stateOf(variables: Variables): MachineState {
  return {
    id: '4210-uuid',
    moid: 'vm-1',
    tainted: false,
    ipv4Address: variables.network.interfaces[0].ipv4?.address,
    attributes: machineAttributes(variables),
  };
}

describe('planMachine', () => {
  it('finds no change in what was just applied', () => {
    fc.assert(
      fc.property(arbitraryVariables, variables => {
        expect(
          planMachine(stateOf(variables), machineAttributes(variables)),
        ).toEqual({ kind: 'none' });
      }),
    );
  });

  it('shows only what changes, and leaves what the module ignores', () => {
    const before = variablesSchema.parse(variablesOf('web01'));
    const after = variablesSchema.parse(variablesOf('web01', { cpus: 8 }));
    after.placement.datastore_id = 'datastore-99';
    after.placement.template_uuid = 'another';
    expect(planMachine(stateOf(before), machineAttributes(after))).toEqual({
      kind: 'update',
      id: '4210-uuid',
      before: { num_cpus: 2 },
      after: { num_cpus: 8 },
      unchanged: expect.any(Number),
    });
  });

  it('removes what is not wanted, and does nothing when nothing is there', () => {
    const variables = variablesSchema.parse(variablesOf('web01'));
    expect(planMachine(stateOf(variables), undefined)).toMatchObject({
      kind: 'delete',
    });
    expect(planMachine(undefined, undefined)).toEqual({ kind: 'none' });
  });
});
