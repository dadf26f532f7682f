import { z } from 'zod';
import { MachineAccess } from './access';
import { Blueprint } from './blueprint';
import {
  DEFAULT_FILE_SYSTEM,
  fileSystemSchema,
  RequestedDisk,
} from './requestedDisk';

/**
 * A disk that the guest formats and mounts at its first boot.
 *
 * @public
 */
export const diskMountSchema = z
  .object({
    disk: z
      .number()
      .int()
      .positive()
      .describe("Its place among the machine's disks, the first being 0"),
    mountPoint: z.string(),
    fileSystem: fileSystemSchema,
  })
  .describe('A disk that the guest formats and mounts at its first boot');

/** @public */
export type DiskMount = z.infer<typeof diskMountSchema>;

/** How a guest is told, at its first boot, what to mount. Others are told of their network only. */
const MOUNTING_MECHANISM = 'cloud-init';

/**
 * What a guest has there belongs to its system: a disk that is mounted over it hides what the
 * template brought, and the guest does not come up.
 */
const systemTrees = [
  'bin',
  'boot',
  'dev',
  'etc',
  'lib',
  'lib32',
  'lib64',
  'libx32',
  'proc',
  'root',
  'run',
  'sbin',
  'sys',
  'tmp',
  'usr',
].map(name => `/${name}`);

/** These hold what the system needs, too, but what is below them can be a disk of its own. */
const systemPlaces = [
  '/var',
  '/var/cache',
  '/var/lib',
  '/var/lib/cloud',
  '/var/lock',
  '/var/log',
  '/var/run',
  '/var/spool',
  '/var/tmp',
];

function liesInSystem(mountPoint: string): boolean {
  return (
    systemPlaces.includes(mountPoint) ||
    ['/var/lock', '/var/run', '/var/lib/cloud', ...systemTrees].some(
      tree => mountPoint === tree || mountPoint.startsWith(`${tree}/`),
    )
  );
}

/**
 * Says why a disk cannot be mounted somewhere, or undefined.
 *
 * @returns a sentence for people
 * @public
 */
export function mountPointProblem(mountPoint: string): string | undefined {
  if (mountPoint === '/') {
    return "/ is the template's own disk.";
  }
  const wellFormed =
    /^(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/.test(mountPoint) &&
    mountPoint.length <= 200;
  if (!wellFormed) {
    return `${mountPoint} is no mount point: write a path from the top as /srv/data, of letters, digits, dots, hyphens and underscores, without a slash at its end.`;
  }
  return liesInSystem(mountPoint)
    ? `${mountPoint} belongs to the guest's system. Mount the disk below /srv, /data or /opt, or below a directory of /var/lib.`
    : undefined;
}

function mechanismProblem(
  disks: readonly RequestedDisk[],
  { access, blueprint }: { access: MachineAccess; blueprint: string },
): string[] {
  return disks.some(({ mountPoint }) => mountPoint !== undefined) &&
    !mountsDisks(access)
    ? [
        `Guests of blueprint ${blueprint} mount no disks by themselves: only ${MOUNTING_MECHANISM} does. Leave the mount points out.`,
      ]
    : [];
}

/**
 * Whether guests of a blueprint can be told what to mount.
 *
 * @public
 */
export function mountsDisks({
  mechanism,
}: Pick<MachineAccess, 'mechanism'>): boolean {
  return mechanism === MOUNTING_MECHANISM;
}

/**
 * What a machine's guest formats and mounts, in the order in which it does: what holds a mount point
 * comes before what is mounted below it.
 *
 * @param blueprint - whose disks come first, before those that were asked for
 * @param templateDisks - how many disks the template has of its own, where that is known
 * @returns with what is against it, as sentences for people
 * @public
 */
export function resolveMounts(
  spec: { blueprint: string; extraDisks: readonly RequestedDisk[] },
  {
    blueprint,
    access,
    templateDisks = 1,
  }: {
    blueprint: Pick<Blueprint, 'disks'>;
    access: MachineAccess;
    templateDisks?: number;
  },
): { mounts: DiskMount[]; problems: string[] } {
  const disks = [...blueprint.disks, ...spec.extraDisks];
  const mounts = disks.flatMap(
    ({ mountPoint, fileSystem = DEFAULT_FILE_SYSTEM }, index) =>
      mountPoint === undefined
        ? []
        : [{ disk: index + 1, mountPoint, fileSystem }],
  );
  const problems = [
    ...mechanismProblem(disks, { access, blueprint: spec.blueprint }),
    ...mounts.flatMap(({ disk, mountPoint }, index) => {
      const problem = mountPointProblem(mountPoint);
      const twice = mounts
        .slice(0, index)
        .some(other => other.mountPoint === mountPoint);
      return [
        ...(problem ? [`Disk ${disk + 1}: ${problem}`] : []),
        ...(twice
          ? [`Disk ${disk + 1}: ${mountPoint} is another disk's already.`]
          : []),
        ...(disk < templateDisks
          ? [
              `Disk ${
                disk + 1
              } is the template's own, which has ${templateDisks} disks, and is not formatted. Ask for its mount point at a further disk, or choose another template.`,
            ]
          : []),
      ];
    }),
    ...disks.flatMap(({ mountPoint, fileSystem }, index) =>
      mountPoint === undefined && fileSystem !== undefined
        ? [`Disk ${index + 2} has a file system, but no mount point.`]
        : [],
    ),
  ];
  // By depth: a directory comes before what lies in it.
  const inOrder = [...mounts].sort(
    (one, other) => depthOf(one.mountPoint) - depthOf(other.mountPoint),
  );
  return { mounts: inOrder, problems };
}

function depthOf(mountPoint: string): number {
  return mountPoint.split('/').length;
}
