import { PolicyEnvironment } from '@backlot/plugin-vm-requests-common';

/** Hardware that a person gives by numbers. */
export interface CustomSize {
  cpus: number;
  memoryMib: number;
  /** Size of the first disk; 0 keeps the template's. */
  diskGib: number;
}

/** What a form begins with. */
export const firstCustomSize: CustomSize = {
  cpus: 2,
  memoryMib: 4096,
  diskGib: 0,
};

function problemOf(
  what: string,
  asked: number,
  bounds: { least: number; most: number; unit: string },
): string | undefined {
  const { least, most, unit } = bounds;
  if (!Number.isInteger(asked)) {
    return `${what}: enter a whole number.`;
  }
  if (asked < least) {
    return `${what}: at least ${least}${unit}.`;
  }
  return asked > most
    ? `${what}: ${asked}${unit} is over the limit of ${most}${unit}.`
    : undefined;
}

/**
 * What the limits of an environment have against each part of a size, as sentences for people. Memory
 * is said in GiB, as the form asks for it.
 */
export function customSizeProblems(
  size: CustomSize,
  limits: Pick<PolicyEnvironment['limits'], keyof CustomSize>,
): Record<keyof CustomSize, string | undefined> {
  return {
    cpus: problemOf('CPUs', size.cpus, {
      least: 1,
      most: limits.cpus,
      unit: '',
    }),
    memoryMib: problemOf('Memory', size.memoryMib / 1024, {
      least: 1,
      most: limits.memoryMib / 1024,
      unit: ' GiB',
    }),
    diskGib: problemOf('First disk', size.diskGib, {
      least: 0,
      most: limits.diskGib,
      unit: ' GiB',
    }),
  };
}

/** Those parts' problems, one after the other. */
export function listProblems(
  problems: ReturnType<typeof customSizeProblems>,
): string[] {
  return Object.values(problems).filter(problem => problem !== undefined);
}
