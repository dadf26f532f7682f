import {
  disksOn,
  firstDisk,
  HardwareProblem,
  HardwareRule,
  messagesFor,
  mixedControllers,
  problemsBy,
  rawDisks,
  resetRules,
  scsiControllers,
  unknownLatencySensitivity,
} from './hardwareProblems';
import { MachineHardware } from './machineHardware';

const notImported = 'where the Terraform provider does not import disks';

/**
 * What the provider cannot import, or would change in a machine that it imports. Sources: its own at the
 * tags 1.26.0 and 2.16.1 (`DiskImportOperation` takes SCSI disks only before 2.16.0), and runs of both;
 * those of 1.26.0 are repeated by `peers/src/terraform/adoption.test.ts`.
 */
const rules: HardwareRule<MachineHardware>[] = [
  {
    providerVersions: '<2.16.0',
    messages: hardware => disksOn(hardware, ['sata', 'ide'], notImported),
  },
  { providerVersions: '>=2.16.0', messages: mixedControllers },
  { messages: hardware => disksOn(hardware, ['nvme', 'other'], notImported) },
  { messages: scsiControllers },
  { messages: firstDisk },
  { messages: rawDisks },
  {
    messages: ({ disks }) =>
      disks
        .filter(({ sizeBytes }) => sizeBytes % 1024 ** 3 !== 0)
        .map(
          ({ label, sizeBytes }) =>
            `${label} has ${sizeBytes} bytes, and the Terraform provider would grow it to whole GiB. Grow it to ${Math.ceil(
              sizeBytes / 1024 ** 3,
            )} GiB.`,
        ),
  },
  {
    messages: ({ linkedDisks }) =>
      linkedDisks.map(
        label =>
          `${label} is linked to another machine's disk or to a snapshot, so that the Terraform provider cannot grow it. Consolidate the machine's disks, or make a full clone of it.`,
      ),
  },
  { messages: unknownLatencySensitivity },
  {
    messages: ({ unknownCdDrives }) =>
      unknownCdDrives.map(
        label =>
          `${label} is a drive of the host, or passed through from a client, which the Terraform provider cannot plan. Remove it, or set it to an emulated client device.`,
      ),
  },
  {
    messages: ({ passthrough }) =>
      passthrough.map(
        label =>
          `${label} is a device of its host that is passed through, which the Terraform provider would take away. Remove it.`,
      ),
  },
  {
    messages: ({ managedBy }) =>
      managedBy === undefined
        ? []
        : [
            `It is managed by ${managedBy}, an extension of vCenter, which would change back what Terraform changes. It stays with that extension.`,
          ],
  },
  ...resetRules('machine'),
];

/**
 * All that stands in the way of managing a machine, whatever the provider's version; each says the
 * versions it holds for.
 *
 * @public
 */
export function allMachineProblems(
  hardware: MachineHardware,
): HardwareProblem[] {
  return problemsBy(rules, hardware);
}

/**
 * Why a machine cannot be managed as it is with this version of Terraform's provider.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 * @returns sentences for people; none when it can be
 * @public
 */
export function machineProblems(
  hardware: MachineHardware,
  providerVersion: string,
): string[] {
  return messagesFor(allMachineProblems(hardware), providerVersion);
}
