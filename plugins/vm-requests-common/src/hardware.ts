import { Blueprint, sizesOf } from './blueprint';
import { MEMORY_STEP_MIB, PolicyEnvironment } from './policy';
import { MachineHardware } from './requestResources';
import { MachineSpec } from './requests';

/**
 * Hardware that was asked for, and what policy has against it.
 *
 * @public
 */
export interface HardwareCheck {
  /** Absent when the size does not exist. */
  hardware?: MachineHardware;
  /** Sentences for people; empty when policy allows it. */
  problems: string[];
}

/**
 * GiB of all disks together, as placement plans them: a disk of 0 is as large as the template's, and
 * the template may have more disks than were asked for.
 *
 * @param templateDisksGib - the template's own disks, where they are known
 * @public
 */
export function totalDiskGib(
  hardware: MachineHardware,
  templateDisksGib: readonly number[] = [],
): number {
  const { disksGib } = hardware;
  const own = templateDisksGib.slice(disksGib.length);
  return [
    ...disksGib.map((size, index) => size || (templateDisksGib[index] ?? 0)),
    ...own,
  ].reduce((sum, size) => sum + size, 0);
}

function overLimit(what: string, asked: number, limit: number, unit: string) {
  return asked > limit
    ? [
        `${what}: ${asked}${unit} is over the limit of ${limit}${unit} of this environment.`,
      ]
    : [];
}

function offStep(memoryMib: number): string[] {
  const below = memoryMib - (memoryMib % MEMORY_STEP_MIB);
  return memoryMib === below
    ? []
    : [
        `Memory: ${memoryMib} MiB is not a multiple of ${MEMORY_STEP_MIB} MiB. The next that can be given is ${
          below + MEMORY_STEP_MIB
        } MiB.`,
      ];
}

/**
 * What the limits of an environment, and the steps that vSphere takes, have against an amount.
 *
 * @param asked - 0 for what is not asked for; `diskGib` is of all disks together
 * @returns sentences for people; empty when there is nothing against it
 * @public
 */
export function limitProblems(
  limits: Pick<PolicyEnvironment['limits'], 'cpus' | 'memoryMib' | 'diskGib'>,
  asked: { cpus: number; memoryMib: number; diskGib: number },
): string[] {
  return [
    ...overLimit('CPUs', asked.cpus, limits.cpus, ''),
    ...offStep(asked.memoryMib),
    ...overLimit('Memory', asked.memoryMib, limits.memoryMib, ' MiB'),
    ...overLimit('Disks', asked.diskGib, limits.diskGib, ' GiB'),
  ];
}

/**
 * Turns a size into hardware and checks it against the limits of its environment.
 *
 * @param templateDisksGib - GiB of the template's own disks, where they are known
 * @public
 */
export function resolveHardware(
  environment: Pick<PolicyEnvironment, 'sizes' | 'limits'>,
  blueprint: Pick<Blueprint, 'sizes' | 'disks'>,
  spec: Pick<MachineSpec, 'size' | 'custom' | 'extraDisks'>,
  templateDisksGib: readonly number[] = [],
): HardwareCheck {
  const sizes = sizesOf(environment, blueprint);
  const size =
    spec.size === 'custom'
      ? spec.custom
      : new Map(Object.entries(sizes)).get(spec.size);
  if (!size) {
    const names = [...Object.keys(sizes), 'custom'].join(', ');
    return {
      problems: [
        spec.size === 'custom'
          ? 'A custom size needs CPUs and memory.'
          : `There is no size ${spec.size}; the sizes are ${names}.`,
      ],
    };
  }
  const hardware: MachineHardware = {
    cpus: size.cpus,
    memoryMib: size.memoryMib,
    disksGib: [
      size.diskGib,
      ...[...blueprint.disks, ...spec.extraDisks].map(disk => disk.sizeGib),
    ],
  };
  const { limits } = environment;
  return {
    hardware,
    problems: limitProblems(limits, {
      cpus: hardware.cpus,
      memoryMib: hardware.memoryMib,
      diskGib: totalDiskGib(hardware, templateDisksGib),
    }),
  };
}
