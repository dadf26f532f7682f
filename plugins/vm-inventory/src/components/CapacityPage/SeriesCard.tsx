import { lazy, Suspense } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Skeleton,
  Text,
} from '@backstage/ui';
import { CapacitySeries, Room } from '@backlot/plugin-vm-inventory-common';
import { InfoCard } from '@backlot/ui-common';
import { formatDay } from './describeForecast';
import { describeOrigin } from './describeOrigin';
import { ForecastText } from './ForecastText';
import { HistoryTable } from './HistoryTable';
import { largestOfRooms, resourceScale, resourceTitles } from './resources';
import { RoomBar } from './RoomBar';
import styles from './HistoryChart.module.css';

// The charts' library is as large as all of the page; the page is there before it.
const HistoryChart = lazy(() =>
  import('./HistoryChart').then(m => ({ default: m.HistoryChart })),
);

/** What the chart shows, for those who do not see it. */
function describeChart(
  series: CapacitySeries,
  title: string,
  format: (amount: number) => string,
): string {
  const [first, last] = [series.days[0], series.days[series.days.length - 1]];
  return `${title}: from ${format(
    first.used + first.reserved,
  )} used or reserved on ${formatDay(first.day)} to ${format(
    last.used + last.reserved,
  )} on ${formatDay(last.day)}, of ${format(last.allowed)}`;
}

/** One resource of a place: now, when it is full, and its history as a chart and as a table. */
export const SeriesCard = (props: {
  series: CapacitySeries;
  /** As it is now; absent for what is gone. */
  room: Room | undefined;
  from: string;
  to: string;
  ahead: number;
}) => {
  const { series, room, from, to, ahead } = props;
  const title = resourceTitles[series.resource];
  const { days, forecast } = series;
  const { format } = resourceScale(
    series.resource,
    largestOfRooms([...days, ...(room ? [room] : [])]),
  );
  const origin = describeOrigin(days);
  return (
    <section aria-label={title}>
      <InfoCard
        title={title}
        state={forecast && <ForecastText forecast={forecast} />}
      >
        {room && <RoomBar label={`${title} now`} room={room} format={format} />}
        {days.length < 2 ? (
          <Text color="secondary">
            {days.length === 0
              ? 'History begins today: the first measurement is taken within the hour.'
              : `History begins on ${formatDay(days[0].day)}.`}
          </Text>
        ) : (
          <>
            <figure
              className={styles.figure}
              role="img"
              aria-label={describeChart(series, title, format)}
            >
              <Suspense
                fallback={
                  <Skeleton
                    width="100%"
                    height={280}
                    aria-label="Loading chart"
                  />
                }
              >
                <HistoryChart
                  series={series}
                  from={from}
                  to={to}
                  ahead={ahead}
                />
              </Suspense>
              <div className={styles.legend} aria-hidden>
                <span className={styles.used}>Used</span>
                <span className={styles.reserved}>Reserved by requests</span>
                <span className={styles.limit}>Limit by policy</span>
                {forecast && 'trend' in forecast && (
                  <span className={styles.forecast}>
                    Forecast and its range
                  </span>
                )}
              </div>
            </figure>
            {origin && (
              <Text variant="body-small" color="secondary">
                {`${origin}.`}
              </Text>
            )}
            <Accordion>
              <AccordionTrigger title="Show as table" />
              <AccordionPanel>
                <HistoryTable series={series} format={format} />
              </AccordionPanel>
            </Accordion>
          </>
        )}
      </InfoCard>
    </section>
  );
};
