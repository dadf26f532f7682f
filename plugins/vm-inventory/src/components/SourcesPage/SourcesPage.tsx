import { Children, ReactNode } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton, Text } from '@backstage/ui';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  LoadState,
  useDocumentTitle,
  useEvery,
  useLoad,
} from '@backlot/ui-common';
import { CatalogCard } from './CatalogCard';
import { SourceCard } from './SourceCard';
import { StoreCard } from './StoreCard';

const REFRESH_MS = 5_000;

/**
 * The state of each source of the inventory and what can be done about it; then the catalog, and
 * what else is connected.
 *
 * @param props - `connections` are other plugins' cards
 */
export const SourcesPage = (props: { connections?: ReactNode[] }) => {
  const api = useApi(vmInventoryApiRef);
  const loaded = useLoad(signal => api.getSources({ signal }), []);
  const { value, reload } = loaded;
  useEvery(REFRESH_MS, reload);
  useDocumentTitle('VM sources');

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <LoadState loaded={loaded} what="the sources">
          <Skeleton height={180} />
        </LoadState>
        {value?.items.length === 0 && (
          <Text>
            No source is configured. The README of the source's module, such as
            the one for vSphere, says how to add one.
          </Text>
        )}
        {value?.items.map(status => (
          <SourceCard key={status.source} status={status} onChange={reload} />
        ))}
        {value && <CatalogCard />}
        {value && <StoreCard />}
        {Children.toArray(props.connections)}
      </Flex>
    </Container>
  );
};
