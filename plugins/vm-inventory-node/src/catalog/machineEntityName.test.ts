import { machineEntityName } from './machineEntityName';

const uuid = '50100000-0000-4000-8000-00000000000a';

describe('machineEntityName', () => {
  it('stays the same, whatever the case of the UUID', () => {
    expect(machineEntityName('fra', uuid)).toBe('vm-c7bfd71bb1359fdc');
    expect(machineEntityName('fra', uuid.toUpperCase())).toBe(
      machineEntityName('fra', uuid),
    );
  });

  it('differs between sources and machines', () => {
    expect(
      new Set([
        machineEntityName('fra', uuid),
        machineEntityName('ams', uuid),
        machineEntityName('fra', uuid.replace('a', 'b')),
      ]).size,
    ).toBe(3);
  });
});
