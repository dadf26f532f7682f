import { useApi } from '@backstage/core-plugin-api';
import { Container, Flex, Skeleton } from '@backstage/ui';
import { LoadProblem, useLoad, useDocumentTitle } from '@backlot/ui-common';
import { endStates } from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';
import { useChanges } from '../../hooks/useChanges';
import { ChangeCard } from './ChangeCard';
import { ChoicesCard } from './ChoicesCard';
import { DecisionCard } from './DecisionCard';
import { FilesCard } from '../FilesCard';
import { HooksCard } from '../HooksCard';
import { GiveBackCard } from './GiveBackCard';
import { HandOverCard } from './HandOverCard';
import { HistoryCard } from './HistoryCard';
import { LogCard } from './LogCard';
import { OperationDoneCard } from './OperationDoneCard';
import { PlacementCard } from './PlacementCard';
import { PlanCard } from './PlanCard';
import { PlanComparisonCard } from './PlanComparisonCard';
import { RequestAgain } from './RequestAgain';
import { RequestHeader } from './RequestHeader';
import { RequestWay } from './RequestWay';
import { SummaryCard } from './SummaryCard';
import { titleOf } from './titleOf';
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
  useDocumentTitle(value && titleOf(value), 'VM requests');
  useChanges(reload, {
    id,
    active:
      value !== undefined &&
      (!endStates.includes(value.state) ||
        value.guest?.state === 'waiting' ||
        value.hooks?.some(({ done }) => !done) === true),
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
  // Where there is no plan to read, the machine takes its place.
  const machine = (
    <>
      <SummaryCard request={value} />
      <PlacementCard placement={value.placement} />
    </>
  );
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
        <HandOverCard request={value} onChange={reload} />
        <OperationDoneCard request={value} />
        <ChangeCard request={value} />
        <DecisionCard request={value} onDone={reload} />
        <ChoicesCard request={value} onDone={reload} />
        <RequestAgain request={value} />
        <div className={styles.columns}>
          <Flex direction="column" gap="4" className={styles.main}>
            <PlanComparisonCard request={value} />
            <PlanCard request={value} />
            <LogCard request={value} />
            <FilesCard files={value.files} />
            {!value.needsPlan && machine}
          </Flex>
          <Flex direction="column" gap="4" className={styles.side}>
            {value.needsPlan && machine}
            <GiveBackCard steps={value.giveBack} />
            <HooksCard calls={value.hooks} />
            <HistoryCard events={events} />
          </Flex>
        </div>
      </Flex>
    </Container>
  );
};
