import { MachineHardware } from './machineHardware';
import { machineProblems } from './machineProblems';
import { exampleDisk, exampleHardware } from './testUtils';

function problemsOf(
  changes: Partial<MachineHardware>,
  providerVersion = '1.26.0',
) {
  return machineProblems(
    {
      ...exampleHardware(),
      linkedDisks: [],
      unknownCdDrives: [],
      ...changes,
    },
    providerVersion,
  );
}

describe('machineProblems', () => {
  it('has nothing against a machine that is in nothing unusual', () => {
    expect(problemsOf({})).toEqual([]);
    expect(problemsOf({}, '2.16.1')).toEqual([]);
  });

  it('has nothing against a MAC address that somebody chose', () => {
    expect(problemsOf({ staticMacAddresses: ['Network adapter 1'] })).toEqual(
      [],
    );
  });

  it.each<[string, Partial<MachineHardware>, RegExp]>([
    [
      'a raw device',
      { disks: [exampleDisk({ ordinary: false })] },
      /raw device/,
    ],
    [
      'a disk of half a GiB more',
      { disks: [exampleDisk({ sizeBytes: 40.5 * 1024 ** 3 })] },
      /Grow it to 41 GiB/,
    ],
    ['a linked disk', { linkedDisks: ['Hard disk 1'] }, /is linked/],
    [
      'a CD drive of the host',
      { unknownCdDrives: ['CD/DVD drive 1'] },
      /cannot plan/,
    ],
    ['a device of the host', { passthrough: ['PCI 0'] }, /take away/],
    ['an extension', { managedBy: 'com.acme' }, /managed by com\.acme/],
  ])('refuses %s', (_what, changes, words) => {
    expect(problemsOf(changes)).toEqual([expect.stringMatching(words)]);
  });

  it('says of which versions disks elsewhere than on SCSI are refused', () => {
    const sata = {
      controllers: [{ kind: 'sata' as const, bus: 0 }],
      disks: [exampleDisk({ controller: 'sata' })],
    };
    expect(problemsOf(sata)).toEqual([
      expect.stringMatching(/Hard disk 1 is on a SATA controller/),
    ]);
    expect(problemsOf(sata, '2.16.1')).toEqual([]);
    expect(problemsOf({ tpm: true })).toEqual([]);
    expect(problemsOf({ tpm: true }, '2.14.0')).toEqual([
      expect.stringMatching(/virtual TPM.*Remove it from the machine/),
    ]);
  });
});
