import { InputError } from '@backstage/errors';
import {
  limitProblems,
  MOST_EXTRA_DISKS,
  PolicyEnvironment,
} from '@backlot/plugin-vm-requests-common';
import { newDisk } from '@backlot/vsphere-templates';
import { z } from 'zod';
import { DiskVariables, HardwareVariables } from './hardwareVariables';

/** Disks on one controller. */
const placesOn: Readonly<Record<string, number>> = { scsi: 15, sata: 30 };

const sizeGib = z.number().int().positive().max(65_536);

/** What is asked for; what is left out stays. */
export const resizeInput = z.strictObject({
  cpus: z.number().int().positive().optional(),
  memoryMib: z.number().int().positive().optional(),
  disks: z
    .array(z.strictObject({ label: z.string().min(1).max(80), sizeGib }))
    .max(60)
    .default([])
    .describe('Sizes of disks that the machine has'),
  addDisks: z
    .array(z.strictObject({ sizeGib }))
    .max(MOST_EXTRA_DISKS)
    .default([])
    .describe('New disks, thin, beside those'),
});

/** What is asked for; what is left out stays. */
export type ResizeInput = z.infer<typeof resizeInput>;

/** What a resize comes to. */
export interface PlannedResize {
  hardware: HardwareVariables;
  /** Sentences for people. */
  does: string[];
  /** Why the machine has to be off for it while it runs; empty where it need not. */
  restartsFor: string[];
  /** Whether a disk grows that the machine has. */
  growsDisks: boolean;
  growth: { cpus: number; memoryMib: number; diskGib: number };
}

/** GiB of all disks together. */
export function diskGibOf({ disks }: Pick<HardwareVariables, 'disks'>): number {
  return disks.reduce((sum, disk) => sum + disk.size_gib, 0);
}

function inWords(mib: number): string {
  return mib % 1024 === 0 ? `${mib / 1024} GiB` : `${mib} MiB`;
}

function growDisks(
  disks: readonly DiskVariables[],
  asked: ResizeInput['disks'],
): { disks: DiskVariables[]; does: string[] } {
  const unknown = asked.find(
    ({ label }, index) =>
      !disks.some(disk => disk.label === label) ||
      asked.findIndex(other => other.label === label) !== index,
  );
  if (unknown) {
    throw new InputError(
      `The machine has no disk ${
        unknown.label
      }, or it was named twice; its disks are ${disks
        .map(({ label }) => label)
        .join(', ')}.`,
    );
  }
  const does: string[] = [];
  const grown = disks.map(disk => {
    const size =
      asked.find(({ label }) => label === disk.label)?.sizeGib ?? disk.size_gib;
    if (size < disk.size_gib) {
      throw new InputError(
        `Disk ${disk.label} has ${disk.size_gib} GiB and cannot shrink to ${size} GiB.`,
      );
    }
    if (size > disk.size_gib) {
      does.push(
        `Disk ${disk.label} grows from ${disk.size_gib} GiB to ${size} GiB. Its partitions and file systems are the guest's to grow.`,
      );
    }
    return { ...disk, size_gib: size };
  });
  return { disks: grown, does };
}

/** A free label: the provider tells disks apart by it. */
function nextLabel(disks: readonly DiskVariables[]): string {
  const numbers = disks.map(({ label }) =>
    Number(/^disk(\d+)$/.exec(label)?.[1] ?? -1),
  );
  return `disk${Math.max(disks.length - 1, ...numbers) + 1}`;
}

/** Behind the last: the provider takes the disks in the order of their places. */
function addDisk(
  hardware: Pick<HardwareVariables, 'scsi' | 'sata_controllers'>,
  disks: readonly DiskVariables[],
  size: number,
): DiskVariables {
  const { controller } = disks[disks.length - 1];
  const unit = Math.max(...disks.map(disk => disk.unit)) + 1;
  const controllers =
    controller === 'scsi'
      ? hardware.scsi.controllers
      : hardware.sata_controllers;
  if (unit >= (placesOn[controller] ?? 0) * controllers) {
    throw new InputError(
      `There is no place for another disk behind those that the machine has on its ${controller.toLocaleUpperCase(
        'en-US',
      )} controllers. Ask for fewer, or let a disk grow.`,
    );
  }
  return {
    label: nextLabel(disks),
    controller,
    ...newDisk,
    unit,
    size_gib: size,
  };
}

function restartsFor(
  before: HardwareVariables,
  after: Pick<HardwareVariables, 'cpus' | 'memory_mib'>,
): string[] {
  const { cpu_add, cpu_remove, memory_add } = before.hot_plug;
  const cpus = after.cpus - before.cpus;
  const memory = after.memory_mib - before.memory_mib;
  return [
    ...(cpus > 0 && !cpu_add ? ['CPU hot add is off'] : []),
    ...(cpus < 0 && !cpu_remove ? ['CPU hot remove is off'] : []),
    ...(memory > 0 && !memory_add ? ['memory hot add is off'] : []),
    ...(memory < 0 ? ['memory is taken away'] : []),
  ];
}

/**
 * What a machine's hardware becomes, and what that does.
 *
 * @param limits - of the machine's environment
 * @throws InputError when it cannot be, or nothing would change
 */
export function planResize(
  before: HardwareVariables,
  asked: ResizeInput,
  limits: PolicyEnvironment['limits'],
): PlannedResize {
  const cpus = asked.cpus ?? before.cpus;
  const memoryMib = asked.memoryMib ?? before.memory_mib;
  const perSocket = before.cores_per_socket;
  if (perSocket > 0 && cpus % perSocket !== 0) {
    throw new InputError(
      `The machine has ${perSocket} cores on a socket, as its template: ask for a multiple of ${perSocket} CPUs, not for ${cpus}.`,
    );
  }
  const grown = growDisks(before.disks, asked.disks);
  const disks = asked.addDisks.reduce(
    (all, { sizeGib: size }) => [...all, addDisk(before, all, size)],
    grown.disks,
  );
  const hardware = { ...before, cpus, memory_mib: memoryMib, disks };
  const does = [
    ...(cpus === before.cpus ? [] : [`CPUs: ${before.cpus} to ${cpus}.`]),
    ...(memoryMib === before.memory_mib
      ? []
      : [`Memory: ${inWords(before.memory_mib)} to ${inWords(memoryMib)}.`]),
    ...grown.does,
    ...disks
      .slice(before.disks.length)
      .map(
        ({ label, size_gib }) =>
          `A new, empty disk ${label} of ${size_gib} GiB is added. Its file system and its mount point are the guest's to make: a guest is told what to mount at its first boot only.`,
      ),
  ];
  if (does.length === 0) {
    throw new InputError(
      'Nothing would change: ask for another size, or for a disk.',
    );
  }
  // What the machine has already is not asked for, even where policy allows less by now.
  const problems = limitProblems(limits, {
    cpus: cpus > before.cpus ? cpus : 0,
    memoryMib: memoryMib === before.memory_mib ? 0 : memoryMib,
    diskGib: diskGibOf(hardware) > diskGibOf(before) ? diskGibOf(hardware) : 0,
  });
  if (problems.length > 0) {
    throw new InputError(problems.join(' '));
  }
  return {
    hardware,
    does,
    restartsFor: restartsFor(before, hardware),
    growsDisks: grown.does.length > 0,
    growth: {
      cpus: Math.max(0, cpus - before.cpus),
      memoryMib: Math.max(0, memoryMib - before.memory_mib),
      diskGib: diskGibOf(hardware) - diskGibOf(before),
    },
  };
}
