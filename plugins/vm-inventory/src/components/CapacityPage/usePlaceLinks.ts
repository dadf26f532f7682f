import { useRouteRef } from '@backstage/core-plugin-api';
import { useUrlState } from '@backlot/plugin-vm-inventory-react';
import { capacityRouteRef } from '../../routes';
import { formatPlaceRef, PlaceRef } from './placeRef';

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
