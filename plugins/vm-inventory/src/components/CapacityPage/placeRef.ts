import {
  CapacityKind,
  capacityKinds,
} from '@backlot/plugin-vm-inventory-common';

/** Which place. */
export interface PlaceRef {
  kind: CapacityKind;
  source: string;
  id: string;
}

/** As it is in the page's URL, e.g. `cluster:fra/domain-c7`. */
export function formatPlaceRef({ kind, source, id }: PlaceRef): string {
  return `${kind}:${source}/${id}`;
}

/** @returns undefined when it is none */
export function parsePlaceRef(text: string): PlaceRef | undefined {
  const match = /^([^:]+):([^/]+)\/(.+)$/.exec(text);
  const kind = capacityKinds.find(each => each === match?.[1]);
  return match && kind ? { kind, source: match[2], id: match[3] } : undefined;
}
