import { satisfies } from 'semver';
import {
  controllersFor,
  HardwareDisk,
  TemplateHardware,
  unitNumber,
} from './templateHardware';

/**
 * What stands in the way of making machines from a template, or of managing a machine.
 *
 * @public
 */
export interface HardwareProblem {
  /** A sentence for people, with what to do. */
  message: string;
  /** Versions of Terraform's provider that it holds for, as a range of semver; absent means all. */
  providerVersions?: string;
}

/** What the provider cannot keep of some hardware. */
export interface HardwareRule<T extends TemplateHardware = TemplateHardware> {
  /** See {@link HardwareProblem.providerVersions}. */
  providerVersions?: string;
  messages(hardware: T): string[];
}

/** What stands in the way by some rules, whatever the provider's version. */
export function problemsBy<T extends TemplateHardware>(
  rules: readonly HardwareRule<T>[],
  hardware: T,
): HardwareProblem[] {
  return rules.flatMap(({ providerVersions, messages }) =>
    messages(hardware).map(message => ({
      message,
      ...(providerVersions && { providerVersions }),
    })),
  );
}

/** The sentences that hold for a version of the provider. */
export function messagesFor(
  problems: readonly HardwareProblem[],
  providerVersion: string,
): string[] {
  return problems
    .filter(({ providerVersions = '*' }) =>
      satisfies(providerVersion, providerVersions, {
        includePrerelease: true,
      }),
    )
    .map(({ message }) => message);
}

/** What the provider makes one of SCSI controllers that are not. */
export function scsiControllers(hardware: TemplateHardware): string[] {
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
export function firstDisk({ disks }: TemplateHardware): string[] {
  const isFirst = (disk: HardwareDisk) =>
    unitNumber(disk) === (disk.controller === 'ide' ? 1 : 0);
  return disks.length === 0 || disks.some(isFirst)
    ? []
    : [
        'None of its disks is in the first place of the first controller, where the Terraform provider wants one. Move the first disk to SCSI 0:0.',
      ];
}

const controllers = {
  sata: 'a SATA controller',
  ide: 'an IDE controller',
  nvme: 'an NVMe controller',
  other: 'a controller that is not known',
};

/**
 * Disks on controllers that are not SCSI.
 *
 * @param trouble - what the provider does there, in words for people
 */
export function disksOn(
  { disks }: TemplateHardware,
  kinds: (keyof typeof controllers)[],
  trouble: string,
): string[] {
  return kinds.flatMap(kind =>
    disks
      .filter(({ controller }) => controller === kind)
      .map(
        ({ label }) =>
          `${label} is on ${controllers[kind]}, ${trouble}. Put it on a SCSI controller.`,
      ),
  );
}

/** Disks that are not files of their own. */
export function rawDisks({ disks }: TemplateHardware): string[] {
  return disks
    .filter(({ ordinary }) => !ordinary)
    .map(
      ({ label }) =>
        `${label} is a raw device or has another backing than a VMDK file of its own, which the Terraform provider does not manage. Replace it by an ordinary virtual disk.`,
    );
}

export function unknownLatencySensitivity({
  latencySensitivity,
}: TemplateHardware): string[] {
  return ['low', 'normal', 'medium', 'high'].includes(latencySensitivity)
    ? []
    : [
        `Its latency sensitivity '${latencySensitivity}' is none that the Terraform provider knows. Set low, normal, medium or high.`,
      ];
}

export function mixedControllers({ disks }: TemplateHardware): string[] {
  return new Set(disks.map(({ controller }) => controller)).size > 1
    ? [
        'Its disks are on controllers of several kinds, whose order the Terraform provider mistakes. Put all on SCSI controllers of one type.',
      ]
    : [];
}

function reset(isSet: boolean, what: string, remedy: string): string[] {
  return isSet
    ? [
        `${what}, which the Terraform provider would change in the machine. ${remedy}.`,
      ]
    : [];
}

/**
 * What newer providers reset, because the module does not set it: it works with 1.26.0, too.
 *
 * @param subject - what is to be changed, in words for people
 */
export function resetRules(subject: 'template' | 'machine'): HardwareRule[] {
  return [
    {
      providerVersions: '>=2.0.0',
      messages: hardware => [
        ...reset(
          hardware.iommu,
          'I/O MMU virtualization (VT-d, AMD-Vi) is on',
          `Switch it off in the ${subject}`,
        ),
        ...reset(
          hardware.virtualizationBasedSecurity,
          'Virtualization-based security is on',
          `Switch it off in the ${subject}`,
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
          hardware.tools.syncTimeAllowed !== undefined &&
            hardware.tools.syncTime,
          'Its clock is synchronized with the host periodically',
          'Leave it to the guest (chrony)',
        ),
      ],
    },
    {
      providerVersions: '>=2.14.0',
      messages: ({ tpm }) => [
        ...reset(tpm, 'It has a virtual TPM', `Remove it from the ${subject}`),
      ],
    },
  ];
}
