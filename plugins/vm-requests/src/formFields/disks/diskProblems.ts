import {
  accessOf,
  MOST_EXTRA_DISKS,
  mountsDisks,
  OfferedBlueprint,
  PolicyEnvironment,
  RequestedDisk,
  resolveMounts,
} from '@backlot/plugin-vm-requests-common';
import { MachineFormData } from '../formData';

/** What a new disk begins with. */
export const firstDisk: RequestedDisk = { sizeGib: 10 };

/** What of policy the data disks depend on. */
export interface DiskPolicy {
  /** Name of the blueprint. */
  name: string;
  environment?: PolicyEnvironment;
  blueprint?: OfferedBlueprint;
}

/** Whether guests of the form's blueprint mount disks by themselves; undefined while nobody knows. */
export function mayMount({
  environment,
  blueprint,
}: DiskPolicy): boolean | undefined {
  const access = environment && blueprint && accessOf(environment, blueprint);
  return access && mountsDisks(access);
}

/** How the form calls a data disk: as the machine will, behind the template's and the blueprint's. */
export function diskTitle({ blueprint }: DiskPolicy, index: number): string {
  return `Disk ${index + 2 + (blueprint?.disks.length ?? 0)}`;
}

/** What keeps the form from going on. */
export function diskProblems(
  policy: DiskPolicy,
  disks: NonNullable<MachineFormData['extraDisks']>,
): string[] {
  const { environment, blueprint, name } = policy;
  const access = environment && blueprint && accessOf(environment, blueprint);
  return [
    ...(disks.length > MOST_EXTRA_DISKS
      ? [
          `A machine can be requested with at most ${MOST_EXTRA_DISKS} data disks.`,
        ]
      : []),
    ...disks.flatMap(({ sizeGib }, index) =>
      Number.isInteger(sizeGib) && sizeGib >= 1
        ? []
        : [
            `${diskTitle(
              policy,
              index,
            )}: its size is a whole number of GiB, at least 1.`,
          ],
    ),
    ...(access
      ? resolveMounts(
          { blueprint: name, extraDisks: disks },
          { blueprint, access },
        ).problems
      : []),
  ];
}
