import { Card, CardBody, CardHeader, Flex, Link, Text } from '@backstage/ui';
import { CapacityPlace } from './CapacityPlace';
import { ForecastOrigin } from './ForecastOrigin';
import { describeCertainty, describeForecast } from './describeForecast';
import { ForecastText } from './ForecastText';
import { resourceTitles } from './resources';
import { forecastsOf, runsOut } from './tightness';
import { usePlaceLinks } from './placeRef';
import styles from './RunsOutFirst.module.css';

const MOST = 5;

/** What of all places is full first, so that somebody does something about it. */
export const RunsOutFirst = (props: { places: readonly CapacityPlace[] }) => {
  const links = usePlaceLinks();
  const forecasts = forecastsOf(props.places);
  const first = forecasts.filter(runsOut).slice(0, MOST);
  if (forecasts.length === 0) {
    return null;
  }
  const [calmest] = forecasts;
  const known = forecasts.some(
    ({ forecast }) => forecast.state !== 'too-little-history',
  );
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="title-x-small" weight="bold">
          Runs out first
        </Text>
      </CardHeader>
      <CardBody>
        {first.length === 0 && (
          <Text>
            {known
              ? 'Nothing runs out within two years at the current rate.'
              : `${describeForecast(calmest.forecast)}. ${describeCertainty(
                  calmest.forecast,
                )}.`}
          </Text>
        )}
        <ol className={styles.list}>
          {first.map(({ place, resource, forecast }) => (
            <li key={`${place.kind}/${place.source}/${place.id}/${resource}`}>
              <Flex justify="between" gap="4">
                <Text>
                  <Link href={links.to(place)}>{place.name}</Link>
                  {`: ${resourceTitles[resource]}`}
                </Text>
                <ForecastText forecast={forecast} />
              </Flex>
            </li>
          ))}
        </ol>
        {known && (
          <ForecastOrigin
            sources={[
              ...new Set(props.places.map(({ source }) => source)),
            ].sort()}
          />
        )}
      </CardBody>
    </Card>
  );
};
