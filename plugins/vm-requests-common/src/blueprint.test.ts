import { adoptionsOf, blueprintSchema } from './blueprint';

const blueprints = {
  'rhel9-vm': blueprintSchema.parse({
    title: 'RHEL 9',
    templates: { names: ['rhel9-*'], guestIds: ['rhel9*'] },
  }),
  'ubuntu-vm': blueprintSchema.parse({
    title: 'Ubuntu',
    templates: { guestIds: ['ubuntu*'] },
    adoptTemplate: 'template:default/ubuntu-vm-adopt',
  }),
  // Nothing adopts machines as its own.
  'windows-vm': blueprintSchema.parse({
    title: 'Windows Server',
    templates: { guestIds: ['windows*'] },
  }),
};

describe('adoptionsOf', () => {
  it.each<[string | undefined, string[]]>([
    ['rhel9_64Guest', ['template:default/vm-adopt']],
    ['ubuntu64Guest', ['template:default/ubuntu-vm-adopt']],
    ['windows2019srvNext_64Guest', []],
    ['rhel8_64Guest', []],
    [
      undefined,
      ['template:default/vm-adopt', 'template:default/ubuntu-vm-adopt'],
    ],
  ])('has of the operating system %s: %j', (guestId, templates) => {
    expect(
      adoptionsOf(blueprints, guestId).map(({ template }) => template),
    ).toEqual(templates);
  });
});

describe('the outputs of a blueprint', () => {
  it('are those of the starter, where nothing else is said', () => {
    expect(blueprints['rhel9-vm'].outputs).toEqual({ id: 'moid' });
    expect(
      blueprintSchema.parse({
        title: 'Other',
        outputs: { instanceUuid: 'instance_uuid' },
      }).outputs,
    ).toEqual({ id: 'moid', instanceUuid: 'instance_uuid' });
  });
});
