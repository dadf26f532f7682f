import { z } from 'zod';

/**
 * File systems that a disk can get at the guest's first boot.
 *
 * @public
 */
export const fileSystemSchema = z.enum(['xfs', 'ext4']);

/** @public */
export type FileSystem = z.infer<typeof fileSystemSchema>;

/**
 * What a disk with a mount point gets where nothing else is asked for.
 *
 * @public
 */
export const DEFAULT_FILE_SYSTEM: FileSystem = 'xfs';

/**
 * How many disks can be given at once beyond those that the template or the machine has.
 *
 * @public
 */
export const MOST_EXTRA_DISKS = 14;

/**
 * A disk that is asked for beyond the template's own.
 *
 * @public
 */
export const requestedDiskSchema = z.object({
  sizeGib: z.number().int().positive(),
  mountPoint: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Where the guest mounts it from its first boot on, e.g. `/srv/data`; absent: it stays empty, and is not mounted',
    ),
  fileSystem: fileSystemSchema
    .optional()
    .describe(`Only with a mount point; ${DEFAULT_FILE_SYSTEM} by default`),
});

/** @public */
export type RequestedDisk = z.infer<typeof requestedDiskSchema>;
