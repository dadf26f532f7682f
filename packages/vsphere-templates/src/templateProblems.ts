import { satisfies } from 'semver';
import {
  controllersFor,
  HardwareDisk,
  TemplateHardware,
  unitNumber,
} from './templateHardware';

/**
 * What stands in the way of making machines from a template.
 *
 * @public
 */
export interface HardwareProblem {
  /** A sentence for people, with what to do. */
  message: string;
  /** Versions of Terraform's provider that it holds for, as a range of semver; absent means all. */
  providerVersions?: string;
}

interface Rule {
  /** See {@link HardwareProblem.providerVersions}. */
  providerVersions?: string;
  messages(hardware: TemplateHardware): string[];
}

/**
 * What the provider cannot keep, version by version. Sources: the provider's own at the tags 1.26.0
 * and 2.16.1, and the CHANGELOG for the versions between (SATA and IDE: #1629 in 2.2.0, wrong until
 * #2622 in 2.16.0; TPM: #2542 in 2.14.0). Those of 1.26.0 were seen on the real provider.
 */
const rules: Rule[] = [
  {
    providerVersions: '<2.16.0',
    messages: hardware => [
      ...disksOn(hardware, 'sata', 'a SATA controller'),
      ...disksOn(hardware, 'ide', 'an IDE controller'),
    ],
  },
  {
    providerVersions: '>=2.16.0',
    messages: ({ disks }) =>
      new Set(disks.map(({ controller }) => controller)).size > 1
        ? [
            'Its disks are on controllers of several kinds, whose order the Terraform provider mistakes. Put all on SCSI controllers of one type.',
          ]
        : [],
  },
  {
    // The attribute nvme_controller_count came with 2.11.0; the module has to work with 1.26.0, too.
    messages: hardware => [
      ...disksOn(hardware, 'nvme', 'an NVMe controller'),
      ...disksOn(hardware, 'other', 'a controller that is not known'),
    ],
  },
  { messages: scsiControllers },
  { messages: firstDisk },
  {
    messages: ({ disks }) =>
      disks
        .filter(({ ordinary }) => !ordinary)
        .map(
          ({ label }) =>
            `${label} is a raw device or has another backing than a VMDK file of its own, which the Terraform provider does not manage. Replace it by an ordinary virtual disk.`,
        ),
  },
  {
    messages: ({ latencySensitivity }) =>
      ['low', 'normal', 'medium', 'high'].includes(latencySensitivity)
        ? []
        : [
            `Its latency sensitivity '${latencySensitivity}' is none that the Terraform provider knows. Set low, normal, medium or high.`,
          ],
  },
  {
    messages: ({ staticMacAddresses }) =>
      staticMacAddresses.map(
        label =>
          `${label} has a static MAC address, which the Terraform provider hands on to every machine. Let vCenter assign it in the template.`,
      ),
  },
  {
    messages: ({ passthrough }) =>
      passthrough.map(
        label =>
          `${label} is a device of its host that is passed through, so that a machine made from it would be bound to one host. Remove it from the template.`,
      ),
  },
  {
    messages: ({ vAppByCdOnly }) =>
      vAppByCdOnly
        ? [
            'It is told its vApp properties by a CD only, which the Terraform provider refuses. Set its OVF environment transport to VMware Tools.',
          ]
        : [],
  },
  {
    providerVersions: '>=2.0.0',
    messages: hardware => [
      ...reset(
        hardware.iommu,
        'I/O MMU virtualization (VT-d, AMD-Vi) is on',
        'Switch it off in the template',
      ),
      ...reset(
        hardware.virtualizationBasedSecurity,
        'Virtualization-based security is on',
        'Switch it off in the template',
      ),
      ...reset(
        hardware.memoryAllocation.reserveAll,
        'All of its memory is reserved, however much it has',
        'Reserve an amount',
      ),
      ...reset(
        hardware.tools.upgradeAtPowerOn,
        'VMware Tools are upgraded at each power-on',
        'Set their upgrade to manual',
      ),
      ...reset(
        hardware.tools.syncTimeAllowed !== undefined && hardware.tools.syncTime,
        'Its clock is synchronized with the host periodically',
        'Leave it to the guest (chrony)',
      ),
    ],
  },
  {
    providerVersions: '>=2.14.0',
    messages: ({ tpm }) => [
      ...reset(tpm, 'It has a virtual TPM', 'Remove it from the template'),
    ],
  },
];

/**
 * All that stands in the way, whatever the provider's version; each says the versions it holds for.
 *
 * @public
 */
export function allTemplateProblems(
  hardware: TemplateHardware,
): HardwareProblem[] {
  return rules.flatMap(({ providerVersions, messages }) =>
    messages(hardware).map(message => ({
      message,
      ...(providerVersions && { providerVersions }),
    })),
  );
}

/**
 * Why a machine that is made from a template would not be what the template is, or none at all, with
 * this version of Terraform's provider.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 * @returns sentences for people; none when the template can be used
 * @public
 */
export function templateProblems(
  hardware: TemplateHardware,
  providerVersion: string,
): string[] {
  return allTemplateProblems(hardware)
    .filter(({ providerVersions = '*' }) =>
      satisfies(providerVersion, providerVersions, {
        includePrerelease: true,
      }),
    )
    .map(({ message }) => message);
}

function disksOn(
  { disks }: TemplateHardware,
  kind: HardwareDisk['controller'],
  what: string,
): string[] {
  return disks
    .filter(({ controller }) => controller === kind)
    .map(
      ({ label }) =>
        `${label} is on ${what}, where the Terraform provider makes an empty disk in its stead. Put it on a SCSI controller.`,
    );
}

function scsiControllers(hardware: TemplateHardware): string[] {
  const count = controllersFor(
    hardware.disks.map(disk => ({ ...disk, unit: unitNumber(disk) })),
    'scsi',
  );
  const all = hardware.controllers.filter(
    ({ kind, bus }) => kind === 'scsi' && bus < count,
  );
  const types = [...new Set(all.map(({ type }) => type ?? 'unknown'))];
  const sharing = new Set(all.map(({ busSharing }) => busSharing));
  const problems: string[] = [];
  if (types.length > 1) {
    problems.push(
      `Its SCSI controllers are of several types (${types.join(
        ', ',
      )}), which the Terraform provider makes one. Give all of them one type.`,
    );
  }
  if (sharing.size > 1) {
    problems.push(
      'Its SCSI controllers share their buses in several ways, which the Terraform provider makes one. Give all of them one way.',
    );
  }
  if (new Set(all.map(({ bus }) => bus)).size < count) {
    problems.push(
      'Its SCSI controllers are not numbered without a gap, which the Terraform provider would fill by another. Move the disks to controllers 0, 1 and so on.',
    );
  }
  return problems;
}

/** The provider wants a disk in the first place: 0, on IDE 1, where the CD drive has 0. */
function firstDisk({ disks }: TemplateHardware): string[] {
  const isFirst = (disk: HardwareDisk) =>
    unitNumber(disk) === (disk.controller === 'ide' ? 1 : 0);
  return disks.length === 0 || disks.some(isFirst)
    ? []
    : [
        'None of its disks is in the first place of the first controller, where the Terraform provider wants one. Move the first disk to SCSI 0:0.',
      ];
}

function reset(isSet: boolean, what: string, remedy: string): string[] {
  return isSet
    ? [
        `${what}, which the Terraform provider would change in the machine. ${remedy}.`,
      ]
    : [];
}
