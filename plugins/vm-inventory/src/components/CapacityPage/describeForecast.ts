import { CapacityForecast } from '@backlot/plugin-vm-inventory-common';

const long = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A calendar day as people say it, e.g. `14 March 2027`. */
export function formatDay(day: string): string {
  return long.format(new Date(day));
}

/** When something is full, as a phrase, e.g. `Full around 14 March 2027`. */
export function describeForecast(forecast: CapacityForecast): string {
  switch (forecast.state) {
    case 'full':
      return 'Full now';
    case 'fills':
      return `Full around ${formatDay(forecast.day)}`;
    case 'shrinking':
      return 'Not filling up: usage is falling';
    case 'not-before':
      return `Not full before ${formatDay(forecast.day)}`;
    default:
      return forecast.days <= 1
        ? 'History begins today'
        : `No forecast yet: ${forecast.days} days of history`;
  }
}

/** How sure that is, and what it takes; empty where there is nothing to add. */
export function describeCertainty(forecast: CapacityForecast): string {
  switch (forecast.state) {
    case 'fills': {
      const earliest = formatDay(forecast.earliest);
      return forecast.latest
        ? `Between ${earliest} and ${formatDay(forecast.latest)}`
        : `${earliest} at the earliest, or much later`;
    }
    case 'not-before':
      return forecast.earliest
        ? `${formatDay(forecast.earliest)} at the earliest`
        : '';
    case 'too-little-history':
      return `A forecast needs ${forecast.daysNeeded} days of history`;
    default:
      return '';
  }
}
