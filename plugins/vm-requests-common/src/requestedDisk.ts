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
    .describe('Only with a mount point; xfs by default'),
});

/** @public */
export type RequestedDisk = z.infer<typeof requestedDiskSchema>;
