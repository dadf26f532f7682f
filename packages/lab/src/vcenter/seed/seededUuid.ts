import { createHash } from 'node:crypto';

/**
 * A UUID that is the same for the same name, with the beginning that a vCenter gives: `4210` for a
 * BIOS UUID, `5010` for an instance UUID.
 */
export function seededUuid(beginning: '4210' | '5010', name: string): string {
  const hash = createHash('sha256')
    .update(`${beginning}/${name}`)
    .digest('hex');
  return [
    `${beginning}${hash.slice(4, 8)}`,
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
