import {
  InventoryKind,
  inventoryKinds,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';

type Counts = Partial<Record<InventoryKind, number>>;

// Below this a loss of more than half is a Tuesday.
const FEW = 10;

/**
 * Why what a source shows now cannot well be all of it. A lost session or privilege looks like an
 * emptied source.
 *
 * @returns what is missing, in words; undefined when nothing speaks against it
 * @internal
 */
export function implausibleLoss(
  known: Counts,
  shown: Counts,
): string | undefined {
  const total = (counts: Counts) =>
    inventoryKinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  if (total(known) > 0 && total(shown) === 0) {
    return `nothing at all, where ${total(known)} objects were known`;
  }
  const missing = inventoryKinds.filter(kind => {
    const before = known[kind] ?? 0;
    return before >= FEW && (shown[kind] ?? 0) < before / 2;
  });
  return missing.length === 0
    ? undefined
    : missing
        .map(
          kind =>
            `${shown[kind] ?? 0} ${inventoryPaths[kind]}, where ${
              known[kind]
            } were known`,
        )
        .join('; ');
}
