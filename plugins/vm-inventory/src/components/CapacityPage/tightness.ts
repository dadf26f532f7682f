import {
  CapacityForecast,
  CapacityResource,
  capacityResources,
} from '@backlot/plugin-vm-inventory-common';
import { CapacityPlace } from './CapacityPlace';
import { fullness } from './roomShares';

/** The forecast of one of a place's resources. */
export interface PlaceForecast {
  place: CapacityPlace;
  resource: CapacityResource;
  forecast: CapacityForecast;
}

const NEVER = '9999-12-31';

/** The day by which forecasts are ordered: full ones first, those that do not fill up last. */
function dayOfFull(forecast: CapacityForecast): string {
  switch (forecast.state) {
    case 'full':
      return '';
    case 'fills':
      return forecast.day;
    default:
      return NEVER;
  }
}

/** The forecasts of places, the tightest first. */
export function forecastsOf(places: readonly CapacityPlace[]): PlaceForecast[] {
  return places
    .flatMap(place =>
      capacityResources.flatMap(resource => {
        const forecast = place.forecasts[resource];
        return forecast ? [{ place, resource, forecast }] : [];
      }),
    )
    .sort((one, other) => {
      const [day, otherDay] = [one, other].map(each =>
        dayOfFull(each.forecast),
      );
      if (day !== otherDay) {
        return day < otherDay ? -1 : 1;
      }
      return fullnessOf(other) - fullnessOf(one);
    });
}

/** Those that are full or will be, within what can be foreseen. */
export function runsOut({ forecast }: PlaceForecast): boolean {
  return dayOfFull(forecast) !== NEVER;
}

/** Places with the tightest first: by the day they are full, then by how full they are. */
export function tightestFirst(
  places: readonly CapacityPlace[],
): CapacityPlace[] {
  const keys = new Map(
    places.map(place => {
      const [tightest] = forecastsOf([place]);
      return [
        place,
        {
          day: tightest ? dayOfFull(tightest.forecast) : NEVER,
          fullness: Math.max(
            0,
            ...Object.values(place.rooms).map(room => fullness(room)),
          ),
        },
      ];
    }),
  );
  return [...places].sort((one, other) => {
    const [key, otherKey] = [keys.get(one)!, keys.get(other)!];
    if (key.day !== otherKey.day) {
      return key.day < otherKey.day ? -1 : 1;
    }
    return otherKey.fullness - key.fullness;
  });
}

function fullnessOf({ place, resource }: PlaceForecast): number {
  const room = place.rooms[resource];
  return room ? fullness(room) : 0;
}
