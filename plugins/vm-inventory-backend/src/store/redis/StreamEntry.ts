import { inventoryKinds } from '@backlot/plugin-vm-inventory-common';
import { InventoryChange } from '@backlot/plugin-vm-inventory-node';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { SourceReport } from '../InventoryStore';
import { SourcePosition } from '../SourcePosition';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/**
 * What the stream of a source tells: changes that led to a position, that all must be read anew,
 * or what the collector said of the source.
 *
 * @internal
 */
export type StreamEntry = {
  id: string;
  /** Fencing number of the lease that it was written with. */
  fencing: number;
} & (
  | { type: 'changes'; to: SourcePosition; packed: Buffer }
  | { type: 'rewritten'; to: SourcePosition }
  | { type: 'report'; report: SourceReport }
);

/** @internal */
export const reportSchema: z.ZodType<SourceReport> = z.object({
  asOf: z.number().optional(),
  progress: z
    .object({ objects: z.number(), expected: z.number().optional() })
    .optional(),
  lastError: z.object({ message: z.string(), at: z.number() }).optional(),
  roundTripMs: z.number().optional(),
  leftOut: z
    .array(z.object({ reason: z.string(), objects: z.number() }))
    .optional(),
});

const integer = z.coerce.number().int();
const id = z.string();
const kind = z.enum(inventoryKinds);
const changesSchema = z.array(
  z.union([
    z.object({ type: z.literal('delete'), kind, id }),
    z.object({
      type: z.literal('set'),
      object: z.looseObject({ kind, source: z.string(), id, name: z.string() }),
    }),
  ]),
);

/** @internal */
export async function encodeChanges(
  changes: readonly InventoryChange[],
): Promise<Buffer> {
  return pack(
    JSON.stringify(
      changes.map(change =>
        change.type === 'set'
          ? { type: 'set', object: change.object }
          : { type: 'delete', kind: change.kind, id: change.id },
      ),
    ),
    { level: 1 },
  );
}

/**
 * @param fields - names and values in turn
 * @throws Error when it is none that this version writes
 * @internal
 */
export function decodeEntry(
  entryId: Buffer,
  fields: readonly Buffer[],
): StreamEntry {
  const values = new Map<string, Buffer>();
  for (let i = 0; i < fields.length; i += 2) {
    values.set(fields[i].toString(), fields[i + 1]);
  }
  const base = {
    id: entryId.toString(),
    fencing: integer.parse(values.get('fencing')?.toString()),
  };
  const report = values.get('report');
  if (report) {
    return {
      ...base,
      type: 'report',
      report: reportSchema.parse(JSON.parse(report.toString())),
    };
  }
  const to = {
    epoch: z.string().parse(values.get('epoch')?.toString()),
    seq: integer.parse(values.get('seq')?.toString()),
  };
  const packed = values.get('changes');
  return packed
    ? { ...base, type: 'changes', to, packed }
    : { ...base, type: 'rewritten', to };
}

/**
 * @throws Error when it was not written by `encodeChanges`
 * @internal
 */
export async function decodeChanges(
  packed: Buffer,
): Promise<InventoryChange[]> {
  const text = (await unpack(packed)).toString();
  return changesSchema.parse(JSON.parse(text)) as unknown as InventoryChange[];
}
