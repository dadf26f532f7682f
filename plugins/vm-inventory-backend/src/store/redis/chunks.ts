import {
  inventoryKinds,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { bucketOf } from '../BucketMap';
import { entryKey } from '../Entry';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

// What is inside was written by this plugin, in the same format; checked is what the store needs.
const chunkSchema = z.array(
  z.looseObject({
    kind: z.enum(inventoryKinds),
    source: z.string(),
    id: z.string(),
    name: z.string(),
  }),
);

/**
 * The chunk that an object is kept in, a field of the hash.
 *
 * @internal
 */
export function chunkOf({
  kind,
  source,
  id,
}: Pick<InventoryObject, 'kind' | 'source' | 'id'>): string {
  return `${kind}/${bucketOf(entryKey(source, id))}`;
}

/** @internal */
export async function encodeObjects(
  objects: readonly unknown[],
): Promise<Buffer> {
  // The fastest level: what it saves is the way to Redis, several times over.
  return pack(JSON.stringify(objects), { level: 1 });
}

/**
 * @throws Error when it was not written by `encodeObjects`
 * @internal
 */
export async function decodeObjects(
  packed: Buffer,
): Promise<InventoryObject[]> {
  const text = (await unpack(packed)).toString();
  return chunkSchema.parse(JSON.parse(text)) as unknown as InventoryObject[];
}
