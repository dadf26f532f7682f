import { createHash } from 'node:crypto';

/**
 * Name of a machine's catalog entity: stays the same when the machine is renamed or moved.
 *
 * @param instanceUuid - in any case
 * @public
 */
export function machineEntityName(
  source: string,
  instanceUuid: string,
): string {
  const hash = createHash('sha256')
    .update(`${source}\n${instanceUuid.toLocaleLowerCase('en-US')}`)
    .digest('hex');
  return `vm-${hash.slice(0, 16)}`;
}
