import {
  InventoryKind,
  inventoryKinds,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';
import { BUCKETS } from '../BucketMap';
import { InventorySnapshot } from '../InventorySnapshot';
import { encodeObjects } from './chunks';

/**
 * All chunks of a source. Each is what is in one bucket of a kind's table.
 *
 * @internal
 */
export async function encodeAllChunks(
  snapshot: InventorySnapshot,
  source: string,
): Promise<Map<string, Buffer>> {
  const chunks = new Map<string, Buffer>();
  for (const kind of inventoryKinds) {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const chunk = await encodeBucket(snapshot, source, kind, bucket);
      if (chunk) {
        chunks.set(`${kind}/${bucket}`, chunk);
      }
    }
  }
  return chunks;
}

/**
 * Some chunks of a source; one that would be empty is undefined.
 *
 * @internal
 */
export async function encodeChunks(
  snapshot: InventorySnapshot,
  source: string,
  names: Iterable<string>,
): Promise<Map<string, Buffer | undefined>> {
  const chunks = new Map<string, Buffer | undefined>();
  for (const name of names) {
    const [kind, bucket] = name.split('/');
    chunks.set(
      name,
      await encodeBucket(
        snapshot,
        source,
        kind as InventoryKind,
        Number(bucket),
      ),
    );
  }
  return chunks;
}

async function encodeBucket(
  snapshot: InventorySnapshot,
  source: string,
  kind: InventoryKind,
  bucket: number,
): Promise<Buffer | undefined> {
  const objects: InventoryObject[] = [];
  for (const { object } of snapshot.table(kind).inBucket(bucket)) {
    if (object.source === source) {
      objects.push(object);
    }
  }
  return objects.length > 0 ? encodeObjects(objects) : undefined;
}
