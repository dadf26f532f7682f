import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Alert, Container, Flex, Link, Skeleton, Text } from '@backstage/ui';
import {
  LoadProblem,
  RelativeTime,
  TextWithOwners,
  ToneBadge,
  useDocumentTitle,
  useLoad,
} from '@backlot/ui-common';
import { RequestBatch } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { rootRouteRef } from '../../routes';
import { ReasonDialog } from '../RequestPage/ReasonDialog';
import { BatchDecisionCard } from './BatchDecisionCard';
import { BatchItemsTable } from './BatchItemsTable';
import { batchWords, countsOf, titleOfBatch } from './batchWords';
import styles from './BatchPage.module.css';

const Header = ({ batch }: { batch: RequestBatch }) => {
  const listPath = useRouteRef(rootRouteRef);
  const { label, tone } = batchWords[batch.state];
  return (
    <Flex direction="column" gap="2">
      <Link href={listPath()} standalone>
        ← All requests
      </Link>
      <Flex align="center" gap="3" role="status" className={styles.title}>
        <Text as="h2" variant="title-medium" weight="bold">
          {titleOfBatch(batch)}
        </Text>
        <ToneBadge tone={tone} variant="pill" data-state={batch.state}>
          {label}
        </ToneBadge>
        <Text color="secondary">{countsOf(batch)}</Text>
      </Flex>
      <Text as="p" color="secondary">
        Requested by <EntityRefLink entityRef={batch.requestedBy} />{' '}
        <RelativeTime at={batch.createdAt} />
        {batch.owner && (
          <>
            {' '}
            for <EntityRefLink entityRef={batch.owner} />
          </>
        )}
        {batch.requestedFor && (
          <>
            {' '}
            on behalf of <EntityRefLink entityRef={batch.requestedFor} />
          </>
        )}
        {batch.purpose && ` – ${batch.purpose}`}
      </Text>
      {batch.inTurn && (
        <Text as="p" color="secondary">
          All are planned first. Once approved, they are applied one after
          another, and stop where one goes wrong.
        </Text>
      )}
    </Flex>
  );
};

const Choices = (props: { batch: RequestBatch; onDone: () => void }) => {
  const { batch, onDone } = props;
  const api = useApi(vmRequestsApiRef);
  return (
    <Flex gap="2">
      <ReasonDialog
        label="Go on with the rest"
        title="Go on without what went wrong?"
        subject="batch"
        hint="Optional."
        isOffered={batch.can.includes('resume')}
        variant="primary"
        onConfirm={async reason => {
          await api.resumeBatch(batch.id, { reason });
          onDone();
        }}
      />
      <ReasonDialog
        label="Cancel the rest"
        title="Cancel what is not applied yet?"
        subject="batch"
        hint="Optional. What is being applied goes on; machines that are there stay."
        isOffered={batch.can.includes('cancel')}
        destructive
        onConfirm={async reason => {
          await api.cancelBatch(batch.id, { reason });
          onDone();
        }}
      />
    </Flex>
  );
};

/** Several requests that were asked for at once: how far each is, and what one can do about all. */
export const BatchPage = ({ id }: { id: string }) => {
  const api = useApi(vmRequestsApiRef);
  const { value, error, reload } = useLoad(
    signal => api.getBatch(id, { signal }),
    [id],
  );
  useDocumentTitle(value && titleOfBatch(value), 'VM requests');
  useChanges(reload, {
    active: value !== undefined && value.state !== 'ended',
  });

  if (!value) {
    return (
      <Container>
        <Flex direction="column" gap="4" py="4">
          {error ? (
            <LoadProblem
              error={error}
              what={`the batch ${id}`}
              onRetry={reload}
            />
          ) : (
            <Flex
              direction="column"
              gap="4"
              role="status"
              aria-label="Loading the batch"
            >
              <Skeleton height={48} />
              <Skeleton height={320} />
            </Flex>
          )}
        </Flex>
      </Container>
    );
  }
  return (
    <Container>
      <Flex direction="column" gap="4" py="4">
        <Header batch={value} />
        {error && (
          <LoadProblem
            error={error}
            what="what is new of this batch"
            onRetry={reload}
          />
        )}
        {value.message && (
          <Alert
            role="alert"
            status={value.state === 'stopped' ? 'danger' : 'warning'}
            icon
            title={
              value.state === 'stopped'
                ? 'The batch stands still'
                : 'Not all of it came to be'
            }
            description={<TextWithOwners text={value.message} />}
          />
        )}
        <Choices batch={value} onDone={reload} />
        <BatchDecisionCard batch={value} onDone={reload} />
        <BatchItemsTable batch={value} onDone={reload} />
      </Flex>
    </Container>
  );
};
