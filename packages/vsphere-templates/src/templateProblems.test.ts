import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { controllersFor, unitNumber } from './templateHardware';
import { templateProblems } from './templateProblems';
import { exampleDisk, exampleHardware } from './testUtils';

const scsi = (bus: number, type = 'pvscsi', busSharing = 'noSharing') => ({
  kind: 'scsi' as const,
  type,
  bus,
  busSharing,
});

const [old, recent] = ['1.26.0', '2.16.1'];

describe('templateProblems', () => {
  it.each([old, recent])('has nothing against a plain template with %s', v => {
    expect(templateProblems(exampleHardware(), v)).toEqual([]);
  });

  it('has nothing against several SCSI controllers of one type', () => {
    const hardware = exampleHardware({
      controllers: [scsi(0, 'lsilogic'), scsi(1, 'lsilogic')],
      disks: [exampleDisk(), exampleDisk({ bus: 1, unit: 3 })],
    });
    expect(templateProblems(hardware, old)).toEqual([]);
    expect(templateProblems(hardware, recent)).toEqual([]);
  });

  it('does not mind a controller without disks behind those with', () => {
    const hardware = exampleHardware({
      controllers: [scsi(0), scsi(1, 'lsilogic')],
    });
    expect(templateProblems(hardware, old)).toEqual([]);
  });

  const sata = exampleHardware({
    controllers: [{ kind: 'sata', bus: 0 }],
    disks: [exampleDisk({ controller: 'sata' })],
  });
  const tools = exampleHardware().tools;

  it.each<
    [string, Partial<ReturnType<typeof exampleHardware>>, RegExp, RegExp]
  >([
    [
      'a disk on SATA',
      sata,
      /^Hard disk 1 is on a SATA controller, where the Terraform provider makes an empty disk in its stead\. Put it on a SCSI controller\.$/,
      /^$/,
    ],
    [
      'a disk on IDE',
      {
        controllers: [{ kind: 'ide', bus: 0 }],
        disks: [exampleDisk({ controller: 'ide', unit: 1 })],
      },
      /^Hard disk 1 is on an IDE controller/,
      /^$/,
    ],
    [
      'a disk on NVMe',
      {
        controllers: [{ kind: 'nvme', bus: 0 }],
        disks: [exampleDisk({ controller: 'nvme' })],
      },
      /^Hard disk 1 is on an NVMe controller/,
      /^Hard disk 1 is on an NVMe controller/,
    ],
    [
      'disks on SCSI and SATA',
      {
        controllers: [scsi(0), { kind: 'sata', bus: 0 }],
        disks: [
          exampleDisk(),
          exampleDisk({ label: 'Hard disk 2', controller: 'sata' }),
        ],
      },
      /^Hard disk 2 is on a SATA/,
      /^Its disks are on controllers of several kinds/,
    ],
    [
      'SCSI controllers of several types',
      {
        controllers: [scsi(0), scsi(1, 'lsilogic-sas')],
        disks: [exampleDisk(), exampleDisk({ bus: 1 })],
      },
      /of several types \(pvscsi, lsilogic-sas\)/,
      /of several types/,
    ],
    [
      'SCSI controllers with several ways of sharing',
      {
        controllers: [scsi(0), scsi(1, 'pvscsi', 'physicalSharing')],
        disks: [exampleDisk(), exampleDisk({ bus: 1 })],
      },
      /share their buses in several ways/,
      /share their buses in several ways/,
    ],
    [
      'a gap between SCSI controllers',
      {
        controllers: [scsi(0), scsi(2)],
        disks: [exampleDisk(), exampleDisk({ bus: 2 })],
      },
      /not numbered without a gap/,
      /not numbered without a gap/,
    ],
    [
      'no disk in the first place',
      { disks: [exampleDisk({ unit: 1 })] },
      /None of its disks is in the first place/,
      /None of its disks is in the first place/,
    ],
    [
      'a raw device',
      { disks: [exampleDisk({ ordinary: false })] },
      /Hard disk 1 is a raw device/,
      /Hard disk 1 is a raw device/,
    ],
    [
      'a static MAC address',
      { staticMacAddresses: ['Network adapter 1'] },
      /Network adapter 1 has a static MAC address/,
      /Network adapter 1 has a static MAC address/,
    ],
    [
      'a device of the host',
      { passthrough: ['PCI device 0'] },
      /PCI device 0 is a device of its host/,
      /PCI device 0 is a device of its host/,
    ],
    [
      'vApp properties by CD only',
      { vAppByCdOnly: true },
      /by a CD only/,
      /by a CD only/,
    ],
    [
      'a latency sensitivity that is none',
      { latencySensitivity: 'custom' },
      /latency sensitivity 'custom'/,
      /latency sensitivity 'custom'/,
    ],
    ['a TPM', { tpm: true }, /^$/, /^It has a virtual TPM/],
    ['an I/O MMU', { iommu: true }, /^$/, /^I\/O MMU virtualization/],
    [
      'virtualization-based security',
      { virtualizationBasedSecurity: true },
      /^$/,
      /^Virtualization-based security/,
    ],
    [
      'VMware Tools that upgrade themselves',
      { tools: { ...tools, upgradeAtPowerOn: true } },
      /^$/,
      /^VMware Tools are upgraded/,
    ],
    [
      'a clock that is synchronized periodically',
      { tools: { ...tools, syncTime: true } },
      /^$/,
      /^Its clock is synchronized/,
    ],
    [
      'memory that is reserved whole',
      {
        memoryAllocation: {
          limit: -1,
          reservation: 4096,
          shareLevel: 'normal',
          reserveAll: true,
        },
      },
      /^$/,
      /^All of its memory is reserved/,
    ],
  ])('knows what each version makes of %s', (_, changes, before, after) => {
    const hardware = exampleHardware(changes);
    expect(templateProblems(hardware, old).join()).toMatch(before);
    expect(templateProblems(hardware, recent).join()).toMatch(after);
  });
});

describe('the table of the README', () => {
  const { tools, memoryAllocation } = exampleHardware();
  const on = (kind: 'sata' | 'ide' | 'nvme', unit = 0) => ({
    controllers: [{ kind, bus: 0 }],
    disks: [exampleDisk({ controller: kind, unit })],
  });
  const twoOn = (controllers: ReturnType<typeof scsi>[], bus = 1) => ({
    controllers,
    disks: [exampleDisk(), exampleDisk({ bus })],
  });

  /** Templates of each row. */
  const rows: Record<string, Partial<ReturnType<typeof exampleHardware>>[]> = {
    'disks on SATA or IDE only': [on('sata'), on('ide', 1)],
    'disks on NVMe, or on controllers of several kinds': [
      on('nvme'),
      {
        controllers: [scsi(0), { kind: 'sata', bus: 0 }],
        disks: [exampleDisk(), exampleDisk({ controller: 'sata' })],
      },
    ],
    'SCSI controllers of several types or ways of sharing, or with a gap between':
      [
        twoOn([scsi(0), scsi(1, 'lsilogic')]),
        twoOn([scsi(0), scsi(1, 'pvscsi', 'virtualSharing')]),
        twoOn([scsi(0), scsi(2)], 2),
      ],
    'no disk in the first place': [{ disks: [exampleDisk({ unit: 1 })] }],
    'raw devices, devices of the host, vApp properties by CD only': [
      { disks: [exampleDisk({ ordinary: false })] },
      { passthrough: ['PCI device 0'] },
      { vAppByCdOnly: true },
    ],
    'a network card with a static MAC address': [
      { staticMacAddresses: ['Network adapter 1'] },
    ],
    'a latency sensitivity of other words than low, normal, medium and high': [
      { latencySensitivity: 'custom' },
    ],
    'I/O MMU, virtualization-based security, all memory reserved': [
      { iommu: true },
      { virtualizationBasedSecurity: true },
      { memoryAllocation: { ...memoryAllocation, reserveAll: true } },
    ],
    'VMware Tools upgraded at power-on, periodical time (vSphere 7.0 U1 on)': [
      { tools: { ...tools, upgradeAtPowerOn: true } },
      { tools: { ...tools, syncTime: true } },
    ],
    'a TPM': [{ tpm: true }],
  };
  const columns = [
    ['1.26.0', '1.99.99'],
    ['2.0.0', '2.13.99'],
    ['2.14.0', '2.15.99'],
    ['2.16.0', '2.16.1'],
  ];

  function verdict(templates: (typeof rows)[string], versions: string[]) {
    const verdicts = templates.flatMap(changes =>
      versions.map(version =>
        templateProblems(exampleHardware(changes), version).length > 0
          ? 'no'
          : 'yes',
      ),
    );
    return [...new Set(verdicts)].join(' and ');
  }

  it('says of each version what it cannot keep', () => {
    const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
    const [heading, , ...table] = readme
      .split('\n')
      .filter(line => line.startsWith('| '))
      .map(line =>
        line
          .split('|')
          .slice(1, -1)
          .map(cell => cell.trim()),
      );
    expect(heading.slice(1)).toEqual(
      columns.map(([version], index) =>
        index === 0 ? version : `from ${version}`,
      ),
    );
    expect(table).toEqual(
      Object.entries(rows).map(([label, templates]) => [
        label,
        ...columns.map(versions => verdict(templates, versions)),
      ]),
    );
  });
});

describe('unitNumber', () => {
  it('gives each place of a kind a number of its own, in their order', () => {
    const place = fc.record({
      bus: fc.integer({ min: 0, max: 3 }),
      unit: fc.integer({ min: 0, max: 14 }),
    });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [first, second] = [a, b].map(({ bus, unit }) =>
          unitNumber({ controller: 'scsi', bus, unit }),
        );
        expect(Math.sign(first - second)).toBe(
          Math.sign(a.bus - b.bus || a.unit - b.unit),
        );
        expect(
          controllersFor([{ controller: 'scsi', unit: first }], 'scsi'),
        ).toBe(a.bus + 1);
      }),
    );
  });
});
