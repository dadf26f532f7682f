import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton } from '@backstage/ui';
import {
  LoadProblem,
  useLoad,
  useDocumentTitle,
} from '@backlot/plugin-vm-inventory-react';
import { endStates } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { ChoicesCard } from './ChoicesCard';
import { DecisionCard } from './DecisionCard';
import { FilesCard } from '../FilesCard';
import { GiveBackCard } from './GiveBackCard';
import { HandOverCard } from './HandOverCard';
import { HistoryCard } from './HistoryCard';
import { LogCard } from './LogCard';
import { PlacementCard } from './PlacementCard';
import { PlanCard } from './PlanCard';
import { RequestHeader } from './RequestHeader';
import { RequestWay } from './RequestWay';
import { SummaryCard } from './SummaryCard';
import styles from './RequestPage.module.css';

/** One request: how far it is, what it will do, and what one can do about it. */
export const RequestPage = ({ id }: { id: string }) => {
  const api = useApi(vmRequestsApiRef);
  const request = useLoad(signal => api.get(id, { signal }), [id]);
  const events = useLoad(signal => api.getEvents(id, { signal }), [id]);
  const reload = () => {
    request.reload();
    events.reload();
  };
  const { value } = request;
  useDocumentTitle(value?.name, 'VM requests');
  useChanges(reload, {
    id,
    active:
      value !== undefined &&
      (!endStates.includes(value.state) || value.guest?.state === 'waiting'),
  });

  if (!value) {
    return (
      <Container>
        <Flex direction="column" gap="4" py="4">
          {request.error ? (
            <LoadProblem
              error={request.error}
              what={`the request ${id}`}
              onRetry={reload}
            />
          ) : (
            <Flex
              direction="column"
              gap="4"
              role="status"
              aria-label="Loading the request"
            >
              <Skeleton height={48} />
              <Skeleton height={96} />
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
        <RequestHeader request={value} />
        {request.error && (
          <LoadProblem
            error={request.error}
            what="what is new of this request"
            onRetry={reload}
          />
        )}
        <RequestWay request={value} events={events.value?.items ?? []} />
        <HandOverCard request={value} />
        <DecisionCard request={value} onDone={reload} />
        <ChoicesCard request={value} onDone={reload} />
        <div className={styles.columns}>
          <Flex direction="column" gap="4" className={styles.main}>
            <PlanCard request={value} />
            <LogCard request={value} />
            <FilesCard files={value.files} />
          </Flex>
          <Flex direction="column" gap="4" className={styles.side}>
            <SummaryCard request={value} />
            <PlacementCard placement={value.placement} />
            <GiveBackCard steps={value.giveBack} />
            <HistoryCard events={events} />
          </Flex>
        </div>
      </Flex>
    </Container>
  );
};
