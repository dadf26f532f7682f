import { Children, ReactNode } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton, Text } from '@backstage/ui';
import {
  LoadProblem,
  useEvery,
  useLoad,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { SourceCard } from './SourceCard';
import { StoreCard } from './StoreCard';

const REFRESH_MS = 5_000;

/**
 * How each source of the inventory is, and what can be done about it; then what else is connected
 * to.
 *
 * @param props - `connections` are other plugins' cards
 */
export const SourcesPage = (props: { connections?: ReactNode[] }) => {
  const api = useApi(vmInventoryApiRef);
  const { value, error, reload } = useLoad(
    signal => api.getSources({ signal }),
    [],
  );
  useEvery(REFRESH_MS, reload);

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        {error && (
          <LoadProblem error={error} what="the sources" onRetry={reload} />
        )}
        {!value && !error && (
          <Skeleton
            height={180}
            role="status"
            aria-label="Loading the sources"
          />
        )}
        {value?.items.length === 0 && (
          <Text>
            No source is configured. The README of the source's module, e.g.
            that of vSphere, says how.
          </Text>
        )}
        {value?.items.map(status => (
          <SourceCard key={status.source} status={status} onChange={reload} />
        ))}
        {value && <StoreCard />}
        {Children.toArray(props.connections)}
      </Flex>
    </Container>
  );
};
