import {
  DEFAULT_FILE_SYSTEM,
  RequestedDisk,
} from '@backlot/plugin-vm-requests-common';

/** A data disk as people say it, e.g. `50 GiB at /srv/data (xfs)`. */
export function diskWords({
  sizeGib,
  mountPoint,
  fileSystem = DEFAULT_FILE_SYSTEM,
}: RequestedDisk): string {
  return mountPoint === undefined
    ? `${sizeGib} GiB`
    : `${sizeGib} GiB at ${mountPoint} (${fileSystem})`;
}
