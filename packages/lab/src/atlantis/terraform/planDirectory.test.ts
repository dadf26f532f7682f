import fc from 'fast-check';
import { variablesOf } from '../__testUtils__/projectFiles';
import { planLines } from './canonicalPlan';
import { machineAttributes } from './machineAttributes';
import { plainDisk } from './plainHardware';
import { changesNothing, DirectoryState, planDirectory } from './planDirectory';
import { planCounts, planText } from './planText';
import { unpaint } from './ansi';
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

function wantedOf(variables: Variables) {
  const { rebuild } = variables;
  return { machine: machineAttributes(variables), rebuild };
}

function stateOf(variables: Variables): DirectoryState {
  const { machine, rebuild } = wantedOf(variables);
  return {
    machine: {
      id: '4210-uuid',
      moid: 'vm-1',
      tainted: false,
      ipv4Address: variables.network.interfaces[0].ipv4?.address,
      attributes: machine,
    },
    rebuild: { id: 'f69f', number: rebuild },
  };
}

describe('planDirectory', () => {
  const variables = variablesSchema.parse(variablesOf('web01'));
  const raised = {
    ...variables,
    rebuild: 1,
    placement: { ...variables.placement, template_uuid: 'newer' },
  };

  it('replaces the machine where the number is raised, from the template that is asked for now', () => {
    const change = planDirectory(stateOf(variables), wantedOf(raised));
    expect(change).toMatchObject({
      rebuild: { kind: 'replace', before: { number: 0 }, after: 1 },
      machine: {
        kind: 'replace',
        reason: 'replace_by_triggers',
        after: { clone: [{ template_uuid: 'newer' }] },
      },
    });
    expect(planCounts(change)).toEqual({ add: 2, change: 0, destroy: 2 });
    expect(planText(change).map(unpaint)).toEqual(
      expect.arrayContaining([
        '  # module.vm.terraform_data.rebuild[0] must be replaced',
        '  # module.vm.vsphere_virtual_machine.this[0] will be replaced due to changes in replace_triggered_by',
        'Plan: 2 to add, 0 to change, 2 to destroy.',
      ]),
    );
  });

  it('makes what is missing, and leaves the machine where it has no number yet', () => {
    const { machine, rebuild } = stateOf(raised);
    expect(planDirectory({ rebuild }, wantedOf(raised))).toMatchObject({
      rebuild: { kind: 'none' },
      machine: { kind: 'create' },
    });
    expect(planDirectory({ machine }, wantedOf(raised))).toMatchObject({
      rebuild: { kind: 'create', after: 1 },
      machine: { kind: 'none' },
    });
  });

  it('ends both, and nothing where there is nothing', () => {
    expect(
      planCounts(planDirectory(stateOf(variables), undefined)),
    ).toMatchObject({ destroy: 2 });
    expect(changesNothing(planDirectory({}, undefined))).toBe(true);
  });
});

const COMMIT = 'a'.repeat(40);

describe('planLines', () => {
  it('gives the same digest exactly for the same machine', () => {
    fc.assert(
      fc.property(arbitraryVariables, arbitraryVariables, (one, other) => {
        const digestOf = (variables: Variables) =>
          planLines(planDirectory({}, wantedOf(variables)), COMMIT).digest;
        expect(digestOf(one) === digestOf(other)).toBe(
          JSON.stringify(one) === JSON.stringify(other),
        );
      }),
    );
  });

  it('binds what a value changes from', () => {
    const two = stateOf(variablesSchema.parse(variablesOf('web01')));
    const three = stateOf(
      variablesSchema.parse(variablesOf('web01', { cpus: 3 })),
    );
    const wanted = wantedOf(
      variablesSchema.parse(variablesOf('web01', { cpus: 8 })),
    );
    expect(planLines(planDirectory(two, wanted), COMMIT).digest).not.toBe(
      planLines(planDirectory(three, wanted), COMMIT).digest,
    );
  });
});
