import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex } from '@backstage/ui';
import { LoadProblem, useDocumentTitle, usePages } from '@backlot/ui-common';
import { RequestBatchSummary } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { ListHeader } from '../ListHeader';
import { ShowMore } from '../ShowMore';
import { BatchesTable } from './BatchesTable';

const PAGE_SIZE = 50;
const MAX_LIMIT = 200;

/** All batches that one may see, newest first. */
export const BatchesPage = () => {
  const api = useApi(vmRequestsApiRef);
  const { page, error, loading, loadMore, reload } = usePages(
    (query, signal) => api.getBatches(query, { signal }),
    [],
    {
      idOf: (batch: RequestBatchSummary) => batch.id,
      pageSize: PAGE_SIZE,
      maxLimit: MAX_LIMIT,
    },
  );
  useChanges(reload, { active: true });
  useDocumentTitle('Batches');

  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <ListHeader title="Batches">
          Requests that were asked for at once, each batch with one approval.
        </ListHeader>
        {error && (
          <LoadProblem error={error} what="the batches" onRetry={reload} />
        )}
        {(page || !error) && (
          <BatchesTable batches={page?.items} isPending={loading} />
        )}
        <ShowMore page={page} isPending={loading} onPress={loadMore} />
      </Flex>
    </Container>
  );
};
