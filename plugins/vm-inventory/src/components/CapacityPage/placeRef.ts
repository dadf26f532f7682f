import { useRouteRef } from '@backstage/core-plugin-api';
import {
  CapacityKind,
  capacityKinds,
} from '@backlot/plugin-vm-inventory-common';
import { useUrlState } from '@backlot/ui-common';
import { capacityRouteRef } from '../../routes';

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

/** Links to the page of all capacity and to the history of one place. */
export function usePlaceLinks(): {
  overview: string;
  to: (place: PlaceRef) => string;
} {
  const overview = useRouteRef(capacityRouteRef)();
  const [range] = useUrlState('range');
  return {
    overview,
    to: place => {
      const parameters = new URLSearchParams({ place: formatPlaceRef(place) });
      if (range) {
        parameters.set('range', range);
      }
      return `${overview}?${parameters}`;
    },
  };
}
