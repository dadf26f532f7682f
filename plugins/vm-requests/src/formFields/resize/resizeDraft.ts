import { formatMib } from '@backlot/ui-common';
import {
  AppliedHardware,
  LedgerMachineDetail,
} from '@backlot/plugin-vm-requests-common';

/** What of a machine's sizes is to change: the value of the field. What is left out stays. */
export interface ResizeChange {
  cpus?: number;
  memoryMib?: number;
  /** Disks that grow. */
  disks?: { label: string; sizeGib: number }[];
  addDisks?: { sizeGib: number }[];
}

/** All sizes as they are shown to be edited, also while some are not yet what can be asked for. */
export interface ResizeDraft extends AppliedHardware {
  /** New disks; the key tells them apart while they come and go. */
  addDisks: { key: number; sizeGib: number }[];
}

/** What is wrong with each size of a draft, in words. */
export interface DraftProblems {
  cpus: string | undefined;
  memoryMib: string | undefined;
  /** By label. */
  disks: Record<string, string | undefined>;
  /** By key. */
  addDisks: Record<number, string | undefined>;
}

/** A machine's sizes with a change. */
export function draftOf(
  now: AppliedHardware,
  change: ResizeChange | undefined,
): ResizeDraft {
  return {
    cpus: change?.cpus ?? now.cpus,
    memoryMib: change?.memoryMib ?? now.memoryMib,
    disks: now.disks.map(({ label, sizeGib }) => ({
      label,
      sizeGib:
        change?.disks?.find(disk => disk.label === label)?.sizeGib ?? sizeGib,
    })),
    addDisks: (change?.addDisks ?? []).map(({ sizeGib }, key) => ({
      key,
      sizeGib,
    })),
  };
}

function sizeOfDisk(
  { disks }: Pick<AppliedHardware, 'disks'>,
  label: string,
): number {
  return disks.find(disk => disk.label === label)?.sizeGib ?? 0;
}

function problemOf(
  what: string,
  asked: number,
  least: { number: number; unit: string; why?: string },
): string | undefined {
  const { number, unit, why = '' } = least;
  if (!Number.isInteger(asked)) {
    return `${what}: enter a whole number.`;
  }
  return asked < number
    ? `${what}: at least ${number}${unit}${why}.`
    : undefined;
}

/** What can be said of a draft without asking anybody. What a machine has is never wrong. */
export function problemsOf(
  now: AppliedHardware,
  draft: ResizeDraft,
): DraftProblems {
  const { cpus, memoryMib } = draft;
  return {
    cpus:
      cpus === now.cpus
        ? undefined
        : problemOf('CPUs', cpus, { number: 1, unit: '' }),
    memoryMib:
      memoryMib === now.memoryMib
        ? undefined
        : problemOf('Memory', memoryMib / 1024, { number: 1, unit: ' GiB' }),
    disks: Object.fromEntries(
      draft.disks.map(({ label, sizeGib }) => {
        const least = sizeOfDisk(now, label);
        const problem = problemOf(`Disk ${label}`, sizeGib, {
          number: least,
          unit: ' GiB',
          why: ', because a disk cannot shrink',
        });
        return [label, sizeGib === least ? undefined : problem];
      }),
    ),
    addDisks: Object.fromEntries(
      draft.addDisks.map(({ key, sizeGib }) => [
        key,
        problemOf('New disk', sizeGib, { number: 1, unit: ' GiB' }),
      ]),
    ),
  };
}

/** What of a draft differs from what the machine has, and can be asked for. */
export function changeOf(
  now: AppliedHardware,
  draft: ResizeDraft,
): ResizeChange {
  const { cpus, memoryMib } = draft;
  const problems = problemsOf(now, draft);
  const disks = draft.disks.filter(
    ({ label, sizeGib }) =>
      sizeGib !== sizeOfDisk(now, label) && !problems.disks[label],
  );
  const addDisks = draft.addDisks
    .filter(({ key }) => !problems.addDisks[key])
    .map(({ sizeGib }) => ({ sizeGib }));
  return {
    ...(cpus !== now.cpus && !problems.cpus && { cpus }),
    ...(memoryMib !== now.memoryMib && !problems.memoryMib && { memoryMib }),
    ...(disks.length > 0 && { disks }),
    ...(addDisks.length > 0 && { addDisks }),
  };
}

/** Those problems, one after the other. */
export function listProblems(problems: DraftProblems): string[] {
  const { cpus, memoryMib, disks, addDisks } = problems;
  const all = [
    cpus,
    memoryMib,
    ...Object.values(disks),
    ...Object.values(addDisks),
  ].filter(problem => problem !== undefined);
  return [...new Set(all)];
}

/** A draft with one more disk. */
export function withDisk(draft: ResizeDraft, sizeGib: number): ResizeDraft {
  const key = Math.max(-1, ...draft.addDisks.map(disk => disk.key)) + 1;
  return { ...draft, addDisks: [...draft.addDisks, { key, sizeGib }] };
}

/** A named size that a machine can have. */
export interface OfferedSize {
  name: string;
  label: string;
  /** What choosing it makes of a draft. */
  apply: (draft: ResizeDraft) => ResizeDraft;
}

/**
 * The named sizes that a machine can have within the limits of its environment, but for the one it
 * has. A disk that is larger than the size's stays as it is.
 */
export function offerSizes(
  now: AppliedHardware,
  { sizes, limits }: Pick<LedgerMachineDetail, 'sizes' | 'limits'>,
): OfferedSize[] {
  const diskGib = now.disks.reduce((sum, disk) => sum + disk.sizeGib, 0);
  return Object.entries(sizes).flatMap(([name, size]) => {
    const [first] = now.disks;
    const firstGib = Math.max(size.diskGib, first?.sizeGib ?? 0);
    const growsBy = firstGib - (first?.sizeGib ?? 0);
    const changes =
      size.cpus !== now.cpus || size.memoryMib !== now.memoryMib || growsBy > 0;
    const fits =
      !limits ||
      ((size.cpus <= limits.cpus || size.cpus <= now.cpus) &&
        (size.memoryMib <= limits.memoryMib ||
          size.memoryMib === now.memoryMib) &&
        (growsBy === 0 || diskGib + growsBy <= limits.diskGib));
    if (!changes || !fits) {
      return [];
    }
    const disk = growsBy > 0 ? `, ${firstGib} GiB disk` : '';
    return [
      {
        name,
        label: `${size.title} – ${size.cpus} ${
          size.cpus === 1 ? 'CPU' : 'CPUs'
        }, ${formatMib(size.memoryMib)} memory${disk}`,
        apply: draft => ({
          ...draft,
          cpus: size.cpus,
          memoryMib: size.memoryMib,
          disks: draft.disks.map((each, index) =>
            index === 0 ? { ...each, sizeGib: firstGib } : each,
          ),
        }),
      },
    ];
  });
}
