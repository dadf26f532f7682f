import { Flex, Text } from '@backstage/ui';
import { CapacityForecast } from '@backlot/plugin-vm-inventory-common';
import { describeCertainty, describeForecast } from './describeForecast';

/** When something is full, and how sure that is. */
export const ForecastText = ({ forecast }: { forecast: CapacityForecast }) => (
  <Flex direction="column" gap="0" align="end">
    <Text
      weight="bold"
      color={forecast.state === 'full' ? 'danger' : 'primary'}
    >
      {describeForecast(forecast)}
    </Text>
    <Text variant="body-small" color="secondary">
      {describeCertainty(forecast)}
    </Text>
  </Flex>
);
