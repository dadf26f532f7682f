import { useApi } from '@backstage/core-plugin-api';
import { Text } from '@backstage/ui';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { LoadProblem, useLoad } from '@backlot/ui-common';
import { describeOrigin } from './describeOrigin';

/**
 * Says of forecasts that they stand on days that were not measured; nothing where all were.
 *
 * @param props - `sources` are those of what is foreseen
 */
export const ForecastOrigin = ({ sources }: { sources: readonly string[] }) => {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(
    signal =>
      Promise.all(
        sources.map(source =>
          api.getCapacityHistory({ source, kind: 'source' }, { signal }),
        ),
      ),
    [sources],
  );
  if (error) {
    return (
      <LoadProblem
        error={error}
        what="the history behind the forecasts"
        onRetry={reload}
      />
    );
  }
  const origin = describeOrigin(
    (value ?? []).flatMap(({ series }) => series.flatMap(({ days }) => days)),
  );
  return origin ? (
    <Text as="p" variant="body-small" color="secondary">
      {`The forecasts are also based on imported history. ${origin}.`}
    </Text>
  ) : null;
};
